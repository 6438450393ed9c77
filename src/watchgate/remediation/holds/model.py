"""What is a legal hold, and what can it be on?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError


class On(StrEnum):
    """What a hold is on."""

    PERSON = "person"
    """Everything of a person: conversations, messages, files, memories …, also what comes."""
    CONVERSATION = "conversation"
    """A conversation with its messages and files."""
    QUERY = "query"
    """Whatever a query finds, now and later: the conversations and files that the findings stand in."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is held. `named`: a user's id or e-mail address, or a conversation's id; `query`: as `query_json` keeps it."""

    on: On
    named: Content | None = None
    query: Mapping[str, Json] | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """`subject`, `reason` and `case` are None when the workspace was removed. Released, it stays on record."""

    id: str
    workspace_id: UUID
    on: On
    subject: Subject | None
    reason: Content | None
    case: Content | None
    placed_at: datetime
    placed_by: str
    placed_by_name: str
    released_at: datetime | None = None
    released_by_name: str | None = None
    release_reason: Content | None = None

    @property
    def is_in_force(self) -> bool:
        return self.released_at is None


class UnknownHold(UserError):
    """There is no such hold, or none that this caller may see."""


class HoldRefused(UserError):
    """What it is to be on cannot be."""


class AlreadyReleased(UserError):
    """It is in force no longer."""


def context(hold_id: str, what: str) -> bytes:
    """The place that a text of a hold is sealed for: `subject`, `reason`, `case` or `release`."""
    return b"hold:" + f"{hold_id}:{what}".encode()
