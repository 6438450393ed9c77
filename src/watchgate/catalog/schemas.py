"""How does the catalogue look on the wire? Texts are masked there, but in the answer to a reveal."""

from dataclasses import fields
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from watchgate.catalog.model import Conversation, File, Message, Person, ThreadedConversation, Version
from watchgate.catalog.reveal import Revealed
from watchgate.http.paging import Page

MAX_ID_CHARS = 512
MAX_REVEALED = 50

Id = Annotated[str, StringConstraints(min_length=1, max_length=MAX_ID_CHARS, pattern=r"^[^\x00]+$")]
"""One of OpenAI's ids."""
FileState = Literal["pending", "fetched", "unavailable"]


class ConversationOut(BaseModel):
    """`version_count` counts edits as well. `title` is masked."""

    workspace_id: UUID
    conversation_id: str
    title: str | None
    owner_id: str | None
    owner_email: str | None
    gpt_id: str | None
    project_id: str | None
    is_temporary: bool
    created_at: datetime | None
    first_message_at: datetime
    last_message_at: datetime
    version_count: int
    finding_count: int


class PartOut(BaseModel):
    """One text of a message; `name` is `content`, `user_instructions`, `quotation`, …."""

    name: str
    text: str


class VersionOut(BaseModel):
    """`parts` is null when there is nothing to show; `note` then says why, for example `not scanned: …`."""

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
    parts: list[PartOut] | None
    note: str | None


class MessageOut(BaseModel):
    """`versions`: the newest first, of many only some; `version_count` is how many there are."""

    message_id: str
    version_count: int
    versions: list[VersionOut]


class ThreadOut(BaseModel):
    """`order`: along the thread, or by time alone when the conversation is too long to be threaded."""

    conversation: ConversationOut
    order: Literal["thread", "time"]
    messages: Page[MessageOut]


class PersonOut(BaseModel):
    workspace_id: UUID
    user_id: str
    email: str | None
    name: str | None
    role: str | None
    status: str | None
    first_seen_at: datetime
    last_seen_at: datetime


class FileOut(BaseModel):
    """`name` is masked. `scan_state` is null until the file was looked at; the notes say why it could not be."""

    workspace_id: UUID
    file_id: str
    name: str
    owner_id: str | None
    owner_email: str | None
    conversation_id: str | None
    first_seen_at: datetime
    state: FileState
    state_note: str | None
    size_bytes: int | None
    sha256: str | None
    mime: str | None
    scan_state: str | None
    scan_note: str | None
    finding_count: int


class RevealIn(BaseModel):
    """Which messages to show as they were written, and why. The reason is kept in the ledger."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    reason: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500, pattern=r"^[^\x00]+$")
    ]
    message_ids: list[Id] = Field(min_length=1, max_length=MAX_REVEALED)


class RevealedOut(BaseModel):
    """Title and texts as they were written."""

    conversation: ConversationOut
    messages: list[MessageOut]


def conversation_out(found: Conversation) -> ConversationOut:
    plain = {field.name: getattr(found, field.name) for field in fields(found)}
    return ConversationOut.model_validate({**plain, "title": found.title and found.title.reveal()})


def message_out(found: Message) -> MessageOut:
    return MessageOut(
        message_id=found.message_id,
        version_count=found.version_count,
        versions=[_version(version) for version in found.versions],
    )


def thread_out(thread: ThreadedConversation, next_cursor: str | None) -> ThreadOut:
    return ThreadOut(
        conversation=conversation_out(thread.conversation),
        order=thread.order,
        messages=Page(data=[message_out(message) for message in thread.messages], next_cursor=next_cursor),
    )


def person_out(found: Person) -> PersonOut:
    return PersonOut.model_validate(found, from_attributes=True)


def file_out(found: File) -> FileOut:
    plain = {field.name: getattr(found, field.name) for field in fields(found)}
    return FileOut.model_validate({**plain, "name": found.name.reveal()})


def revealed_out(revealed: Revealed) -> RevealedOut:
    return RevealedOut(
        conversation=conversation_out(revealed.conversation),
        messages=[message_out(message) for message in revealed.messages],
    )


def _version(version: Version) -> VersionOut:
    parts = version.parts
    shown = None if parts is None else [PartOut(name=part.name, text=part.text.reveal()) for part in parts]
    plain = {field.name: getattr(version, field.name) for field in fields(version)}
    return VersionOut.model_validate({**plain, "parts": shown})
