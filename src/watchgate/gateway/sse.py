"""Where does one server-sent event end and the next begin, byte for byte?

Framing as in the WHATWG HTML standard §9.2: lines end in LF, CR or CRLF, an empty line ends an event, lines that begin with
a colon are comments. The bytes of each event are kept as they came, so that what no policy changed is forwarded unchanged.
"""

import re
from dataclasses import dataclass


class StreamTooLong(Exception):
    """One event is larger than we are willing to hold."""


@dataclass(slots=True)
class Event:
    """One event as it came: `raw` includes the empty line that ends it; `data` is None when it has none (a comment)."""

    raw: bytes
    data: bytes | None
    name: bytes = b""


class EventReader:
    """Bytes in, whole events out, however the bytes were split on their way."""

    def __init__(self, *, max_event_bytes: int = 32 * 1024 * 1024) -> None:
        self._buffer = b""
        self._searched = 0
        self._max_event_bytes = max_event_bytes

    def feed(self, piece: bytes) -> list[Event]:
        """The events that *piece* completes. Raises StreamTooLong when one grows beyond the limit."""
        buffer = self._buffer + piece if self._buffer else piece
        if b"\r" in buffer:
            return self._feed_any_line_end(buffer)
        events: list[Event] = []
        start = 0
        while (end := buffer.find(b"\n\n", max(start, self._searched - 1))) >= 0:
            events.append(_event(buffer[start : end + 2]))
            start = end + 2
            self._searched = start
        self._keep(buffer[start:])
        return events

    def rest(self) -> bytes:
        """What came after the last whole event (an unfinished one, when the stream was cut)."""
        return self._buffer

    def _feed_any_line_end(self, buffer: bytes) -> list[Event]:
        events: list[Event] = []
        start = 0
        for blank in _EMPTY_LINE.finditer(buffer):
            events.append(_event(buffer[start : blank.end()]))
            start = blank.end()
        self._keep(buffer[start:])
        return events

    def _keep(self, rest: bytes) -> None:
        if len(rest) > self._max_event_bytes:
            raise StreamTooLong
        self._buffer = rest
        self._searched = len(rest)


def with_data(event: Event, data: bytes) -> bytes:
    """*event* again, carrying *data* instead of its own; its other lines stay."""
    if event.raw.startswith(b"data: ") and event.raw.endswith(b"\n\n") and event.raw.count(b"\n") == 2:
        return b"data: " + data + b"\n\n"
    lines = [line for line in _LINE_END.split(event.raw) if line and not line.startswith(b"data")]
    return b"\n".join((*lines, *(b"data: " + line for line in data.split(b"\n")), b"", b""))


_EMPTY_LINE = re.compile(rb"(?:\r\n|\n|\r(?!\n))(?:\r\n|\n|\r)")
_LINE_END = re.compile(rb"\r\n|\n|\r")


def _event(raw: bytes) -> Event:
    if raw.startswith(b"data: ") and raw.endswith(b"\n\n") and raw.count(b"\n") == 2:
        return Event(raw, raw[6:-2])
    data: list[bytes] = []
    name = b""
    for line in _LINE_END.split(raw.removeprefix(b"\xef\xbb\xbf")):
        field, _, value = line.partition(b":")
        value = value.removeprefix(b" ")
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value
    return Event(raw, b"\n".join(data) if data else None, name)
