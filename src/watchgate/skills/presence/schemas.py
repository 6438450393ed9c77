"""How do presences look on the wire?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from watchgate.kernel.content import Content
from watchgate.skills.package.manifest import SKILL_ID
from watchgate.skills.presence.model import CANNOT_BE_SEEN, Look, Part, Presence, State, Unmanaged
from watchgate.skills.targets.model import Target

ObjectId = Annotated[str, Field(min_length=1, max_length=256, pattern=r"^[\x21-\x7e]+$")]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=1000)]
_MOST_IDS = 200


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class LookIn(_In):
    """Where to look; without a workspace in all that one may see."""

    workspace_id: UUID | None = None


class RegisterIn(_In):
    """Which GPT stands for the skill in this workspace, whatever it is called."""

    workspace_id: UUID
    skill_id: Annotated[str, Field(pattern=SKILL_ID, max_length=75)]
    gpt_id: ObjectId


class CreateGptIn(_In):
    """Of which skill a GPT is to be made, and where."""

    workspace_id: UUID
    skill_id: Annotated[str, Field(pattern=SKILL_ID, max_length=75)]


class CreatedGptOut(BaseModel):
    """`by_hand`: what is left for a person to do."""

    gpt_id: str
    by_hand: list[str]


class RevealPresenceIn(_In):
    """Why the diff is to be shown. The reason is kept in the ledger."""

    reason: Reason


class RevealNamesIn(_In):
    """Whose names are to be shown, and why. The reason is kept in the ledger."""

    workspace_id: UUID
    target: Target
    object_ids: Annotated[list[ObjectId], Field(min_length=1, max_length=_MOST_IDS)]
    reason: Reason


class ChangeOut(BaseModel):
    """`added` and `removed`: lines."""

    part: Part
    what: str
    added: int
    removed: int


class PresenceOut(BaseModel):
    """`version`: the one that it equals; of what has drifted, the one it is compared with. `changed_at`: when it was last saved in ChatGPT."""

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
    changes: list[ChangeOut]
    cannot_be_seen: list[str]
    since: datetime
    looked_at: datetime


class RevealedChangeOut(ChangeOut):
    """`lines`: a unified diff, from what was published to what was found."""

    lines: list[str]


class RevealedPresenceOut(BaseModel):
    presence: PresenceOut
    changes: list[RevealedChangeOut]


class LookOut(BaseModel):
    """`problem`: why it could not be finished; what was known before still stands. `asked_at`: somebody waits for another one."""

    workspace_id: UUID
    target: Target
    asked_at: datetime | None
    looked_at: datetime | None
    problem: str | None
    unmanaged: int


class LooksOut(BaseModel):
    data: list[LookOut]


class UnmanagedOut(BaseModel):
    """`namesake_of`: it carries the name of this skill, but is not it."""

    workspace_id: UUID
    target: Target
    object_id: str
    visibility: str | None
    namesake_of: str | None
    first_seen_at: datetime


class NamesOut(BaseModel):
    """Id → name."""

    names: dict[str, str]


def presence_out(one: Presence) -> PresenceOut:
    plain = {name: getattr(one, name) for name in PresenceOut.model_fields if hasattr(one, name)}
    changes = [_change(change) for change in one.changes]
    return PresenceOut(**plain | {"changes": changes, "cannot_be_seen": list(CANNOT_BE_SEEN[one.target])})


def revealed_presence_out(one: Presence, lines: Sequence[Sequence[Content]]) -> RevealedPresenceOut:
    changes = [
        RevealedChangeOut(**_change(change).model_dump(), lines=[line.reveal() for line in told])
        for change, told in zip(one.changes, lines, strict=True)
    ]
    return RevealedPresenceOut(presence=presence_out(one), changes=changes)


def looks_out(looks: Sequence[Look]) -> LooksOut:
    return LooksOut(
        data=[LookOut(**{name: getattr(one, name) for name in LookOut.model_fields}) for one in looks]
    )


def unmanaged_out(one: Unmanaged) -> UnmanagedOut:
    return UnmanagedOut(**{name: getattr(one, name) for name in UnmanagedOut.model_fields})


def _change(change: object) -> ChangeOut:
    return ChangeOut(**{name: getattr(change, name) for name in ChangeOut.model_fields})
