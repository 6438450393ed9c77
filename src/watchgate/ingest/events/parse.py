"""Which event is this JSON value? Lenient about additions, strict about what an event cannot be kept without."""

from typing import Any

from watchgate.ingest.events.fields import Object, Unusable, child, required_id, short_text
from watchgate.ingest.events.message import message_event
from watchgate.ingest.events.model import MESSAGE, Actor, Event, Rejected
from watchgate.ingest.events.other import other_event
from watchgate.ingest.events.times import moment


def parse(value: Any) -> Event | Rejected:  # noqa: ANN401 -- JSON has no other type
    """The event, or why there is none: `not_an_object`, or a field and its fault (`timestamp_invalid`). Never raises.

    Required: `event_id`, `type`, a possible `timestamp`; of a message, its id and that of its conversation.
    """
    if not isinstance(value, dict):
        return Rejected("not_an_object")
    try:
        return _event(value)
    except Unusable as fault:
        return Rejected(fault.reason)


def _event(value: Object) -> Event:
    event_id = required_id(value, "event_id", "event_id")
    kind = required_id(value, "type", "type")
    occurred_at = moment(value.get("timestamp"))
    if occurred_at is None:
        raise Unusable("timestamp_invalid" if "timestamp" in value else "timestamp_missing")
    actor = _actor(child(value, "actor"))
    principal_id = short_text(child(value, "principal"), "id")
    if kind == MESSAGE:
        return message_event(value, event_id, occurred_at, actor, principal_id)
    return other_event(value, kind, event_id, occurred_at, actor, principal_id)


def _actor(value: Object) -> Actor:
    user_id = short_text(value, "user_id")
    kind = short_text(value, "type") or "UNKNOWN"
    if user_id is not None:
        return Actor(
            kind, user_id, user_id, short_text(value, "user_email"), short_text(value, "credential_id")
        )
    person = child(child(value, "agent_runtime"), "delegator")
    return Actor(
        type=kind,
        id=next((found for key in _ACTOR_IDS if (found := short_text(value, key))), None),
        user_id=short_text(person, "user_id"),
        email=short_text(value, "user_email") or short_text(person, "user_email"),
    )


_ACTOR_IDS = ("redacted_id", "id", "provider_user_id")
