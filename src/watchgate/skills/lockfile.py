"""Which versions did somebody decide on? A file to keep with one's own sources, and what has changed since.

`skills.lock`: one JSON object, `{"format": "watchgate-skills-lock/1", "skills": [{"skill_id", "version", "digest", "signer"}, …]}`,
by skill.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from watchgate.kernel.errors import UserError

FORMAT = "watchgate-skills-lock/1"


@dataclass(frozen=True, slots=True)
class Locked:
    """The version of a skill that is in use."""

    skill_id: str
    version: str
    digest: str
    signer: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What is different from the lock."""

    skill_id: str
    change: Literal["added", "removed", "changed"]
    locked: str | None
    in_use: str | None


def locked(versions: Iterable[Mapping[str, Any]]) -> Sequence[Locked]:
    """From versions as the API lists them."""
    found = [Locked(one["skill_id"], one["version"], one["digest"], one["signer"]) for one in versions]
    return sorted(found, key=lambda one: one.skill_id)


def as_text(skills: Sequence[Locked]) -> str:
    """What the file holds."""
    return (
        json.dumps(
            {"format": FORMAT, "skills": [asdict(one) for one in skills]}, indent=2, ensure_ascii=False
        )
        + "\n"
    )


def read(text: str) -> Sequence[Locked]:
    """What a file holds. Raises UserError."""
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise UserError(f"This is no lock file of the form {FORMAT}. `watchgate skills lock` writes one.")
        return [Locked(**one) for one in found["skills"]]
    except (ValueError, TypeError, KeyError):
        raise UserError("This is no lock file. `watchgate skills lock` writes one.") from None


def differences(before: Sequence[Locked], now: Sequence[Locked]) -> Sequence[Difference]:
    """By skill. Another digest under the same version is a change too."""
    old, new = {one.skill_id: one for one in before}, {one.skill_id: one for one in now}
    found: list[Difference] = []
    for skill_id in sorted(old.keys() | new.keys()):
        was, is_ = old.get(skill_id), new.get(skill_id)
        if was is None and is_ is not None:
            found.append(Difference(skill_id, "added", None, is_.version))
        elif was is not None and is_ is None:
            found.append(Difference(skill_id, "removed", was.version, None))
        elif was is not None and is_ is not None and was.digest != is_.digest:
            found.append(Difference(skill_id, "changed", was.version, is_.version))
    return found
