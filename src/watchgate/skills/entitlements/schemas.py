"""How do entitlements look in the API?"""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from watchgate.skills.entitlements.model import Because, Effective, Exceptional, Group

Id = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[\x20-\x7e]+$")]


class GroupOut(BaseModel):
    """`archetypes`: what it is, for skills."""

    group_id: str
    name: str
    source: str
    members: int
    archetypes: list[str]
    read_at: datetime


class GroupsOut(BaseModel):
    data: list[GroupOut]


class ReadOut(BaseModel):
    groups: int


class ImportedOut(BaseModel):
    """`unknown`: addresses that nobody in the workspace has; they are left out. `is_dry_run`: nothing was changed."""

    groups: int
    people: int
    unknown: int
    is_dry_run: bool


class ArchetypeIn(BaseModel):
    """The groups, and no others, that are it."""

    model_config = ConfigDict(extra="forbid")

    groups: Annotated[list[Id], Field(max_length=200)]


class ExceptionIn(BaseModel):
    """`until`: without it, until it is taken back. The reason is kept."""

    model_config = ConfigDict(extra="forbid")

    kind: Exceptional
    reason: Annotated[str, Field(min_length=3, max_length=1000)]
    until: datetime | None = None


class TakenBackOut(BaseModel):
    """Was there anything to take back?"""

    was_there: bool


class EffectiveOut(BaseModel):
    """`groups`: where a group is the reason."""

    skill_id: str
    is_entitled: bool
    because: Because
    groups: list[str]
    until: datetime | None


class EffectivesOut(BaseModel):
    data: list[EffectiveOut]


class WhoOut(BaseModel):
    """One person, and why."""

    user_id: str
    is_entitled: bool
    because: Because
    groups: list[str]
    until: datetime | None


class WhoListOut(BaseModel):
    """`is_open`: nothing is said of the skill here, so everybody in the workspace is entitled."""

    is_open: bool
    total: int
    data: list[WhoOut]


def group_out(group: Group) -> GroupOut:
    return GroupOut(**{name: getattr(group, name) for name in GroupOut.model_fields})


def effective_out(one: Effective) -> EffectiveOut:
    return EffectiveOut(**{name: getattr(one, name) for name in EffectiveOut.model_fields})


def who_out(user_id: str, one: Effective) -> WhoOut:
    return WhoOut(
        user_id=user_id,
        is_entitled=one.is_entitled,
        because=one.because,
        groups=list(one.groups),
        until=one.until,
    )
