"""How does a room with large expressions load quickly? They are compiled when they are first used: most texts use none of them."""

import re
from typing import Any, cast

_METHODS = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "subn", "flags")


class _WhenUsed:
    """Becomes the expression at the first look at any of its methods, and then costs what the expression costs."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = (pattern, flags)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever the expression has there
        if name not in _METHODS:
            raise AttributeError(name)
        compiled = re.compile(*self._given)
        self.__dict__.update((method, getattr(compiled, method)) for method in _METHODS)
        return self.__dict__[name]


def lazily(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, later. A mistake in *pattern* shows at the first use: tests must use each."""
    return cast("re.Pattern[str]", _WhenUsed(pattern, flags))
