"""How does an event stream travel through, from the target's bytes to the client's?

bytes ─► events ─► Hold (judged, masked, restored) ─► usage hidden again ─► bytes
"""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import msgspec

from watchgate.gateway.growing_text import Rules
from watchgate.gateway.sse import Event, EventReader, StreamTooLong
from watchgate.gateway.stream import Hold, Sent, Unreadable
from watchgate.gateway.wire import chat_completions
from watchgate.gateway.wire.responses_ending import SentSoFar
from watchgate.policy.model import TextSpan, Usage


class PlainFlow:
    """An endpoint that the pack lets pass unread."""

    pieces = 0
    is_blocked = False
    is_unreadable = False

    def feed(self, piece: bytes) -> bytes:
        return piece

    def finish(self) -> bytes:
        return b""

    def kept(self) -> list[TextSpan]:
        return []


class Flow:
    """One stream. `is_blocked` once a policy has ended it: the upstream is no longer needed. `pieces`: events that have come."""

    def __init__(
        self,
        wire: ModuleType,
        rules: Rules,
        *,
        hides_usage: bool,
        reads_text: bool,
        on_usage: Callable[[Usage], None],
    ) -> None:
        self._wire = wire
        self._reader = EventReader()
        self._hold = Hold(wire, rules) if reads_text or rules.masks.restores or rules.keeps_text else None
        self._fails_open = rules.fails_open
        self._hides_usage = hides_usage
        self._on_usage = on_usage
        self._ending: _ChatEnding | SentSoFar = _ChatEnding() if wire is chat_completions else SentSoFar()
        self.is_blocked = False
        self.is_unreadable = False
        self.pieces = 0

    def feed(self, piece: bytes) -> bytes:
        """What may leave now that *piece* has come."""
        try:
            events = self._reader.feed(piece)
        except StreamTooLong:
            return self._cut_unreadable()
        leaving: list[bytes] = []
        self.pieces += len(events)
        for event in events:
            leaving.append(self._pass(event))
            if self.is_blocked:
                break
        return b"".join(leaving)

    def _pass(self, event: Event) -> bytes:
        if self._hold is None:
            return self._plain(event)
        try:
            leaving = b"".join(map(self._out, self._hold.take(event)))
        except Unreadable:
            if not self._fails_open:
                return self._cut_unreadable()
            self.is_unreadable = True
            waiting, self._hold = self._hold.abandon(), None
            return waiting
        return leaving + self._cut() if self._hold.blocked else leaving

    def finish(self) -> bytes:
        """What is left when the target has ended the stream, in order or not. An unfinished event is not passed on."""
        if self.is_blocked or self._hold is None:
            return b""
        try:
            leaving = b"".join(map(self._out, self._hold.finish()))
        except Unreadable:
            return self._cut_unreadable()
        return leaving + self._cut() if self._hold.blocked else leaving

    def kept(self) -> list[TextSpan]:
        """The text that left, channel by channel, when it is to be kept."""
        return self._hold.kept() if self._hold else []

    def _cut_unreadable(self) -> bytes:
        self.is_unreadable = True
        return self._cut()

    def _cut(self) -> bytes:
        self.is_blocked = True
        return b"".join(_event_bytes(name, document) for name, document in self._ending.closing())

    def _plain(self, event: Event) -> bytes:
        """An event that nobody needs to read, but for the usage it may carry."""
        if event.data is None or b'"usage"' not in event.data:
            return event.raw
        try:
            document = msgspec.json.decode(event.data)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return event.raw
        return self._out(Sent(event.raw, document))

    def _out(self, sent: Sent) -> bytes:
        document: Any = sent.document
        if not isinstance(document, dict):
            return sent.raw
        self._ending.note(document)
        if "usage" not in document and "response" not in document:
            return sent.raw
        if usage := self._wire.usage(document):
            self._on_usage(usage)
            if self._hides_usage and not document.get("choices"):
                return b""
        return _without_usage(sent.raw) if self._hides_usage else sent.raw


class _ChatEnding:
    """What a chat stream must still say if it is cut."""

    def __init__(self) -> None:
        self._last: dict[str, Any] = {}
        self._open: dict[int, None] = {}

    def note(self, chunk: dict[str, Any]) -> None:
        self._last = chunk
        for choice in chunk.get("choices") or ():
            if choice.get("finish_reason"):
                self._open.pop(choice.get("index", 0), None)
            else:
                self._open[choice.get("index", 0)] = None

    def closing(self) -> list[tuple[bytes, dict[str, Any] | None]]:
        return chat_completions.blocked_ending(self._last, list(self._open) or [0])


def _event_bytes(name: bytes, document: dict[str, Any] | None) -> bytes:
    head = b"event: " + name + b"\n" if name else b""
    return head + b"data: " + (b"[DONE]" if document is None else msgspec.json.encode(document)) + b"\n\n"


def _without_usage(raw: bytes) -> bytes:
    """A chunk without the `usage: null` that our asking for usage put there. The bytes cannot stand inside a JSON string."""
    return raw.replace(b',"usage":null', b"").replace(b', "usage": null', b"")
