"""What does an event that is no message say? Its action, what it concerns, and every text in it that people or models wrote."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from watchgate.ingest.events.fields import Object, child, short_text
from watchgate.ingest.events.flatten import flatten
from watchgate.ingest.events.model import Actor, OtherEvent, Text
from watchgate.ingest.events.scanned_fields import OF_DETAILS, OF_EVENT, Path

ENVELOPE = frozenset({"event_id", "type", "timestamp", "principal", "actor"})

Found = list[tuple[str, Any]]


def other_event(
    value: Object, kind: str, event_id: str, occurred_at: datetime, actor: Actor, principal_id: str | None
) -> OtherEvent:
    """The event, of whatever type; one we do not know brings all its fields as text."""
    details, data = child(value, "event_details"), child(value, "action_data")
    subtype = _first(value, "event_type", "action", "log_type") or short_text(data, "action")
    found, is_known = _found(value, kind, subtype)
    texts, is_cut = _texts(found)
    return OtherEvent(
        event_id=event_id,
        type=kind,
        occurred_at=occurred_at,
        actor=actor,
        principal_id=principal_id,
        subtype=subtype,
        conversation_id=_conversation_id(value, details, data),
        user_agent=short_text(child(value, "request_metadata"), "client_user_agent"),
        texts=texts,
        is_known=is_known,
        is_cut=is_cut,
    )


def _conversation_id(*holders: Object) -> str | None:
    return next((found for holder in holders if (found := short_text(holder, "conversation_id"))), None)


def _found(value: Object, kind: str, subtype: str | None) -> tuple[Found, bool]:
    """The fields to be examined, by name, and whether the kind of event is one we know."""
    if (paths := OF_EVENT.get(kind)) is not None:
        return _at(value, paths), True
    if (subtypes := OF_DETAILS.get(kind)) is None:
        return [("event", {key: item for key, item in value.items() if key not in ENVELOPE})], False
    details = value.get("event_details")
    if (paths := subtypes.get(subtype or "")) is None or not isinstance(details, dict):
        return [("event_details", details)], False
    return _at(details, paths), True


def _at(holder: Object, paths: Iterable[Path]) -> Found:
    found: Found = []
    for path in paths:
        inner = holder
        for step in path[:-1]:
            inner = child(inner, step)
        found.append((path[-1], inner.get(path[-1])))
    return found


def _texts(found: Found) -> tuple[tuple[Text, ...], bool]:
    texts: list[Text] = []
    is_cut = False
    for name, item in found:
        if item is not None:
            text, was_cut = flatten(item)
            is_cut |= was_cut
            if len(text):
                texts.append((name, text))
    return tuple(texts), is_cut


def _first(value: Object, *keys: str) -> str | None:
    return next((found for key in keys if (found := short_text(value, key))), None)
