"""What does an endpoint answer, before anything is sent? One JSON document or one stream of events."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

JsonObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class JsonReply:
    body: JsonObject
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """One server-sent event; a chat completions stream has no names, a responses stream names each one."""

    body: JsonObject
    name: str | None = None


@dataclass(frozen=True, slots=True)
class StreamReply:
    """All events of a stream, known before the first is sent: that is what makes cutting and resuming exact."""

    events: Sequence[StreamEvent]
    error_in_place_of: Callable[[StreamEvent], StreamEvent]
    """The event that says "something went wrong" where this event should have come."""
    ends_with_done: bool


Reply = JsonReply | StreamReply


def compact(value: object) -> bytes:
    """JSON on one line, as in streams. Lone surrogates, which have no UTF-8 form, stay escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def pretty(value: object) -> bytes:
    """JSON over several lines, the way OpenAI sends whole answers."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
