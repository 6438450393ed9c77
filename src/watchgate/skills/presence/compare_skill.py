"""Is a skill of a workspace the one that was published? By the digest of its files; where that differs, file by file."""

from collections.abc import Iterator, Mapping

from watchgate.skills.package.digest import digest_of
from watchgate.skills.package.skill import Skill
from watchgate.skills.presence.diffing import lines_change
from watchgate.skills.presence.model import PartChange
from watchgate.skills.targets.agent_skill import render

_MOST_BYTES = 200_000
"""Of a file that is compared line by line."""


def compare(skill: Skill, found: Mapping[str, bytes]) -> tuple[PartChange, ...]:
    """*found*: path inside the folder → bytes."""
    wanted = {path.partition("/")[2]: content for path, content in render(skill).files.items()}
    if digest_of(wanted) == digest_of(found):
        return ()
    return tuple(_changes(wanted, found))


def _changes(wanted: Mapping[str, bytes], found: Mapping[str, bytes]) -> Iterator[PartChange]:
    for path in sorted(wanted.keys() | found.keys()):
        old, new = wanted.get(path), found.get(path)
        if old == new:
            continue
        what = (
            "a file was added"
            if old is None
            else "a file is missing"
            if new is None
            else "a file was changed"
        )
        before, after = _text(old or b""), _text(new or b"")
        if before is None or after is None:
            yield PartChange("files", f"{what}, which is no short text", lines=(f"+++ {path}",))
            continue
        change = lines_change("files", before, after, what)
        yield PartChange("files", what, change.added, change.removed, (f"=== {path}", *change.lines))


def _text(content: bytes) -> list[str] | None:
    if len(content) > _MOST_BYTES:
        return None
    try:
        return content.decode().splitlines()
    except UnicodeDecodeError:
        return None
