"""What does a `CONVERSATION_MESSAGE` say? Who wrote which texts in which conversation, and what was attached."""

from datetime import datetime

from watchgate.ingest.events.fields import (
    Object,
    child,
    children,
    content,
    flag,
    required_id,
    short_text,
    short_texts,
)
from watchgate.ingest.events.flatten import flatten
from watchgate.ingest.events.model import Actor, Conversation, FileReference, MessageEvent, Text
from watchgate.ingest.events.times import moment

_CONTENT_FIELDS = {
    "text": (("value", "content"),),
    "user_instructions": (("value", "user_instructions"),),
    "quotation": (("quote", "quotation"), ("file_name", "quotation_file_name")),
}
"""By type of content: which of its fields is somebody's text, and what we call it."""
MAX_FILES = 1000
"""Of one message; ChatGPT takes a few dozen at most. With this many, the event says it is cut."""


def message_event(
    value: Object, event_id: str, occurred_at: datetime, actor: Actor, principal_id: str | None
) -> MessageEvent:
    """The event. Raises Unusable when the message or its conversation has no id."""
    message, author = child(value, "message"), child(child(value, "message"), "author")
    texts, is_cut = _texts(message)
    files = _files(message)
    return MessageEvent(
        event_id=event_id,
        occurred_at=occurred_at,
        actor=actor,
        principal_id=principal_id,
        message_id=required_id(message, "id", "message_id"),
        previous_message_id=short_text(value, "previous_message_id"),
        created_at=moment(message.get("created_at")),
        author_type=short_text(author, "type") or "unknown",
        client_type=short_text(author, "client_type"),
        model=short_text(author, "model"),
        tools_used=short_texts(author, "tools_used"),
        skills_used=short_texts(author, "skills_used"),
        conversation=_conversation(child(value, "conversation")),
        texts=texts,
        files=files,
        is_cut=is_cut or len(files) == MAX_FILES,
    )


def _conversation(value: Object) -> Conversation:
    return Conversation(
        id=required_id(value, "id", "conversation_id"),
        title=content(value, "title"),
        gpt_id=short_text(value, "gpt_id"),
        gpt_name=short_text(value, "gpt_name"),
        project_id=short_text(value, "project_id"),
        project_name=short_text(value, "project_name"),
        created_at=moment(value.get("created_at")),
        is_pinned=flag(value, "is_pinned"),
        is_temporary=flag(value, "is_temporary_chat"),
        mode=short_text(value, "mode"),
    )


def _files(message: Object) -> tuple[FileReference, ...]:
    if not message.get("files"):
        return ()
    return tuple(
        FileReference(file_id, content(file, "name"))
        for _, file in zip(range(MAX_FILES), children(message, "files"), strict=False)
        if (file_id := short_text(file, "id"))
    )


def _texts(message: Object) -> tuple[tuple[Text, ...], bool]:
    held = message.get("content")
    if not held:
        return (), False
    if not isinstance(held, dict) or (fields := _CONTENT_FIELDS.get(short_text(held, "type") or "")) is None:
        flat, is_cut = flatten(held)
        return (("content", flat),), is_cut
    texts: list[Text] = []
    is_cut = False
    for key, name in fields:
        if text := held.get(key):
            flat, was_cut = flatten(text)
            texts.append((name, flat))
            is_cut |= was_cut
    if annotations := held.get("annotations"):
        flat, was_cut = flatten(annotations)
        texts.append(("annotations", flat))
        is_cut |= was_cut
    return tuple(texts), is_cut
