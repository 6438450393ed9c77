"""What has changed between two versions of a skill? File by file; texts line by line."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from watchgate.skills.package.digest import SIGNATURE
from watchgate.skills.package.skill import Skill

Change = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class FileChange:
    """`lines`: a unified diff; empty for what is no text, and for what came or went."""

    path: str
    change: Change
    lines: tuple[str, ...] = ()


def difference(old: Skill, new: Skill) -> Iterator[FileChange]:
    """By path."""
    for path in sorted((old.files.keys() | new.files.keys()) - {SIGNATURE}):
        before, after = old.files.get(path), new.files.get(path)
        if before is None:
            yield FileChange(path, "added")
        elif after is None:
            yield FileChange(path, "removed")
        elif before != after:
            yield FileChange(path, "changed", tuple(_lines(path, before, after)))


def _lines(path: str, before: bytes, after: bytes) -> Iterator[str]:
    try:
        old, new = before.decode().splitlines(), after.decode().splitlines()
    except UnicodeDecodeError:
        return
    yield from difflib.unified_diff(old, new, f"before/{path}", f"after/{path}", lineterm="")
