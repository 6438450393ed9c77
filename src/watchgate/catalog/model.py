"""What is in the catalogue? Conversations with their messages in all versions, people, and files.

    Conversation ── Message… ── Version…   an edited message has several, the newest first
        └── File…

Titles, texts and names of files belong to other people: they are `Content`, masked or as they were, as was asked for.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from watchgate.kernel.content import Content


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is known of a conversation. `version_count`: of its messages, edits counted; `title`: None when never told."""

    workspace_id: UUID
    conversation_id: str
    owner_id: str | None
    owner_email: str | None
    title: Content | None
    gpt_id: str | None
    project_id: str | None
    is_temporary: bool
    created_at: datetime | None
    first_message_at: datetime
    last_message_at: datetime
    version_count: int
    finding_count: int


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a message: `name` is `content`, `user_instructions`, `quotation`, …."""

    name: str
    text: Content


@dataclass(frozen=True, slots=True)
class Version:
    """A message as it stood from `occurred_at` on.

    `parts`: None when there is nothing to show; `note` then says why (`not scanned: …`, or no longer kept).
    """

    event_id: str
    occurred_at: datetime
    previous_message_id: str | None
    author_type: str
    author_id: str | None
    model: str | None
    client_type: str | None
    size_chars: int
    is_scanned: bool
    finding_count: int
    parts: tuple[Part, ...] | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Message:
    """A message. `versions`: newest first, the older ones only as many as fit; `version_count`: how many there are."""

    message_id: str
    version_count: int
    versions: tuple[Version, ...]


Order = Literal["thread", "time"]


@dataclass(frozen=True, slots=True)
class ThreadedConversation:
    """A piece of a conversation. `order`: along the thread, or by time alone when it is too long to be threaded."""

    conversation: Conversation
    order: Order
    messages: tuple[Message, ...]
    next_place: "Place | None"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a conversation one has read to: the last message, and when it was first written."""

    first_at: datetime
    message_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who was seen in a workspace."""

    workspace_id: UUID
    user_id: str
    email: str | None
    name: str | None
    role: str | None
    status: str | None
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class File:
    """A file attached to a message. `scan_note` and `state_note` say why something could not be looked at."""

    workspace_id: UUID
    file_id: str
    name: Content
    owner_id: str | None
    owner_email: str | None
    conversation_id: str | None
    first_seen_at: datetime
    state: str
    state_note: str | None
    size_bytes: int | None
    sha256: str | None
    mime: str | None
    scan_state: str | None
    scan_note: str | None
    finding_count: int


@dataclass(frozen=True, slots=True)
class ConversationFilter:
    """Which conversations? `person`: a user's id or e-mail address; the range is about the last message, `until` excluded.

    `within`: only of these workspaces, whichever is asked for; None: no limit.
    """

    workspace_id: UUID | None = None
    person: str | None = None
    gpt_id: str | None = None
    project_id: str | None = None
    has_findings: bool | None = None
    since: datetime | None = None
    until: datetime | None = None
    within: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files? `person`: a user's id or e-mail address. `within`: as for conversations."""

    workspace_id: UUID | None = None
    person: str | None = None
    conversation_id: str | None = None
    state: str | None = None
    has_findings: bool | None = None
    within: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class PersonFilter:
    """Which people? `email`: in any case of letters. `within`: as for conversations."""

    workspace_id: UUID | None = None
    email: str | None = None
    within: frozenset[UUID] | None = None
