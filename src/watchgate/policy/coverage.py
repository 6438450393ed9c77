"""What was examined, by which policies, and what was not, and why?

"Not examined" is not "clean": whatever no policy has read is listed here with the reason.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import islice

import msgspec

from watchgate.kernel.canonical_json import Json
from watchgate.policy.model import Path

MAX_PATHS = 200
MAX_PATH_CHARS = 200
"""Keys in a path may be the client's own, of any length."""


class Examined(msgspec.Struct, frozen=True):
    """These paths were examined by exactly these policies."""

    policies: tuple[str, ...]
    paths: tuple[Path, ...]


class NotScanned(msgspec.Struct, frozen=True):
    """These paths were examined by no policy. `kind`: text, or what it is instead (image, audio, file, reference)."""

    why: str
    kind: str
    paths: tuple[Path, ...]


class Coverage(msgspec.Struct, frozen=True):
    """`absent`: policies of the chain that did not examine everything they might have, and why."""

    examined: tuple[Examined, ...] = ()
    not_scanned: tuple[NotScanned, ...] = ()
    absent: Mapping[str, str] = msgspec.field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """Was everything examined by at least one policy?"""
        return not self.not_scanned

    def as_json(self) -> dict[str, Json]:
        """Compact: at most `MAX_PATHS` paths are written out, `count` says how many there are."""
        left = MAX_PATHS
        written: dict[str, Json] = {}
        groups: list[Json] = []
        for group in self.examined:
            groups.append({"policies": group.policies, **_paths(group.paths, left)})
            left = max(0, left - len(group.paths))
        written["examined"] = groups
        groups = []
        for missed in self.not_scanned:
            groups.append({"why": missed.why, "kind": missed.kind, **_paths(missed.paths, left)})
            left = max(0, left - len(missed.paths))
        if groups:
            written["not_scanned"] = groups
        if self.absent:
            written["absent"] = dict(self.absent)
        return written


@lru_cache(maxsize=4096)
def render_path(path: Path) -> str:
    """`("messages", 2, "content", 0, "text")` as `messages[2].content[0].text`."""
    text = "".join(f"[{step}]" if type(step) is int else f".{step}" for step in path)
    return text.removeprefix(".")


def _paths(paths: Sequence[Path], left: int) -> dict[str, Json]:
    return {
        "count": len(paths),
        "paths": [render_path(path)[:MAX_PATH_CHARS] for path in islice(paths, left)],
    }
