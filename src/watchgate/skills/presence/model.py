"""What do we say of a skill in a workspace?

live            it is there, and is the version in use
older_version   it is there, and is another version that was published
drifted         it is there, and is none of them: somebody has changed it
isolated        it is the right one, but those who had it, or are entitled to it, do not have it: only its owner does
leftover        it is there, though it was withdrawn, or no version of the skill is in use
removed         it was there, and is not any more
missing         it has never been seen there
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import UUID

from watchgate.skills.targets.model import Target


class State(StrEnum):
    LIVE = "live"
    OLDER_VERSION = "older_version"
    DRIFTED = "drifted"
    ISOLATED = "isolated"
    LEFTOVER = "leftover"
    REMOVED = "removed"
    MISSING = "missing"


SEEN = (Target.CUSTOM_GPT, Target.CHATGPT_SKILL)
"""The targets that are looked at in a workspace. The third, `/v1/skills`, belongs to no workspace."""

Part = Literal[
    "name",
    "description",
    "instructions",
    "starters",
    "capabilities",
    "actions",
    "knowledge",
    "sharing",
    "files",
]

CANNOT_BE_SEEN: Mapping[Target, tuple[str, ...]] = {
    Target.CUSTOM_GPT: (
        "canvas: OpenAI does not show whether it is on",
        "memory: no bundle can ask for it, so it is not compared",
        "knowledge: OpenAI shows names, not contents, so only names are compared",
        "actions: OpenAI shows how they sign in, never with what",
    ),
    Target.CHATGPT_SKILL: ("sharing: OpenAI does not show whom a skill is shared with",),
}
"""What no look can tell."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """`what`: in our words; `added` and `removed`: lines of the diff. `lines` is other people's text: kept sealed."""

    part: Part
    what: str
    added: int = 0
    removed: int = 0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Presence:
    """One skill at one target of one workspace, as it was last looked at.

    `version`: the one that it equals; of what has drifted, the one it is compared with. `changed_at`: when somebody
    last saved it in ChatGPT; `since`: when we first saw this state.
    """

    workspace_id: UUID
    skill_id: str
    target: Target
    state: State
    version: str | None
    object_id: str | None
    visibility: str | None
    recipients: int | None
    changed_at: datetime | None
    is_registered: bool
    changes: tuple[PartChange, ...]
    since: datetime
    looked_at: datetime


@dataclass(frozen=True, slots=True)
class Look:
    """How the newest look at a target of a workspace went.

    `asked_at`: somebody waits for another one, since then. `problem`: why it could not be finished; then nothing is known anew.
    """

    workspace_id: UUID
    target: Target
    asked_at: datetime | None
    looked_at: datetime | None
    problem: str | None
    unmanaged: int


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """A GPT or a skill that none of ours accounts for. `namesake_of`: it carries the name of this one, but is not it."""

    workspace_id: UUID
    target: Target
    object_id: str
    visibility: str | None
    namesake_of: str | None
    first_seen_at: datetime
