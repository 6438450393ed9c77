"""Does a name, or a path, match one of the patterns?"""

import re
from collections.abc import Callable, Sequence
from fnmatch import translate

Matches = Callable[[str], bool]

_READ_IN_TWO_WAYS = re.compile(r"\.\.|//|\\|\s|%2[ef]|%5c", re.IGNORECASE)
"""A server may resolve these into another path than the one we see."""


def any_name(patterns: Sequence[str]) -> Matches:
    """Names: `*` stands for anything, `?` for one character, `[ab]` for one of them; capital letters count."""
    if not patterns:
        return _matches_nothing
    compiled = re.compile("|".join(translate(pattern) for pattern in patterns))
    return lambda name: compiled.match(name) is not None


def any_path(patterns: Sequence[str]) -> Matches:
    """URL paths: `*` stops at a slash, `**` does not. A path that a server could read in two ways matches nothing."""
    if not patterns:
        return _matches_nothing
    compiled = re.compile("|".join(_path_pattern(pattern) for pattern in patterns))
    return lambda path: compiled.fullmatch(path) is not None and not _READ_IN_TWO_WAYS.search(path)


def _matches_nothing(_: str) -> bool:
    return False


def _path_pattern(pattern: str) -> str:
    parts = re.split(r"(\*\*|\*)", pattern)
    return "".join({"**": ".*", "*": "[^/]*"}.get(part) or re.escape(part) for part in parts)
