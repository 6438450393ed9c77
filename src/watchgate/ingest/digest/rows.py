"""In what shape does a digested event travel from the process that read it to the one that writes it down?

A file of frames, each a list of events in MessagePack. Content in it is sealed already; what is not sealed is masked.
"""

from datetime import datetime
from typing import Any

import msgspec


class FindingRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One finding of one asset. `start`, `end`: code points in the part that the explanation names; `score` in thousandths."""

    id: str
    asset_kind: str
    asset_id: str
    entity: str
    detector: str
    detector_version: str
    start: int
    end: int
    score: int
    explanation: dict[str, Any]
    excerpt_masked: str
    fingerprint: bytes


class EventRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """The event itself. `sealed`: its whole JSON, unless it is a message, whose text is sealed with the message."""

    event_id: str
    type: str
    occurred_at: datetime
    actor_type: str
    actor_id: str | None
    is_own_call: bool
    subject: str | None
    sealed: bytes | None


class MessageRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One version of a message."""

    message_id: str
    conversation_id: str
    previous_message_id: str | None
    author_type: str
    author_id: str | None
    model: str | None
    client_type: str | None
    size_chars: int
    sealed: bytes | None
    scan_state: str
    scan_note: str | None


class ConversationRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What an event says about its conversation. `owner_id`: only user messages tell."""

    conversation_id: str
    owner_id: str | None
    title_sealed: bytes | None
    gpt_id: str | None
    project_id: str | None
    is_temporary: bool
    created_at: datetime | None


class PersonRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    user_id: str
    email: str | None


class FileRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    file_id: str
    name_sealed: bytes


class UseRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What an event tells of the use of a skill. `kind`: `message` or `agent`; `told`: ids and times."""

    kind: str
    told: dict[str, Any]


class Digested(msgspec.Struct, array_like=True, frozen=True):
    """One event with everything it brings into the catalogue."""

    event: EventRow
    message: MessageRow | None
    conversation: ConversationRow | None
    person: PersonRow | None
    files: list[FileRow]
    findings: list[FindingRow]
    use: UseRow | None = None


class BrokenRow(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """A piece of the file that could not be read, at its place."""

    byte_offset: int
    size_bytes: int
    reason: str
    sealed: bytes


class Frame(msgspec.Struct, array_like=True, frozen=True):
    """A piece of a digest, small enough to hold in memory."""

    events: list[Digested]
    broken: list[BrokenRow]


class Drift(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What OpenAI sends that we do not know: event types, and fields by type."""

    types: dict[str, int]
    fields: dict[str, int]
