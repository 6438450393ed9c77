"""What does a notice say, and to whom? Kinds, numbers and times; never a word of what stands in the objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from watchgate.kernel.content import Content


class Channel(StrEnum):
    """By which way."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class NoticeState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    """It will not be tried again."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a notice says; the variables of its templates."""

    workspace: str
    action: str
    """delete, redact or isolate"""
    kinds: Mapping[str, int]
    """Kind of object → how many of this owner's."""
    entities: tuple[str, ...]
    """What was found in them, by kind of entity."""
    written_from: str
    """Day on which the earliest was found (UTC, `2026-11-23`)."""
    written_until: str
    happens_after: str
    """Until then the owner can object (UTC, `2026-11-30 09:00 UTC`)."""
    request: str
    """The id to name when asking."""
    contact: str
    """Whom to ask."""


@dataclass(frozen=True, slots=True)
class Notice:
    """`attempts`: how often it was tried. `id` is sent along, so that whoever gets it twice can tell."""

    id: str
    workspace_id: UUID
    request_id: str
    owner_id: str
    channel: Channel
    facts: Facts
    state: NoticeState
    attempts: int
    created_at: datetime
    sent_at: datetime | None = None
    problem: str | None = None
    address_sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice, on its way: the address is there only while it is sent."""

    id: str
    address: Content
    owner_id: str
    facts: Facts


class NotDelivered(Exception):
    """The other side did not take it. `is_final`: asking again would not help. Holds nothing that the other side wrote."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_final = is_final
