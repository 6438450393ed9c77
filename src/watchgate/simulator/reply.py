"""What does an endpoint answer, before anything is sent? One JSON document, one stream of events, a redirect, or a file."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
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


@dataclass(frozen=True, slots=True)
class RedirectReply:
    """307 and nothing else."""

    location: str
    status: int = 307


@dataclass(frozen=True, slots=True)
class FileReply:
    """Bytes in pieces, so that a large file is never in memory whole."""

    pieces: Iterator[bytes]
    size_bytes: int
    media_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Reply = JsonReply | StreamReply | RedirectReply | FileReply


def compact(value: object) -> bytes:
    """JSON on one line, as in streams. Lone surrogates, which have no UTF-8 form, stay escaped."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "backslashreplace")


def pretty(value: object) -> bytes:
    """JSON over several lines, the way OpenAI sends whole answers."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")
