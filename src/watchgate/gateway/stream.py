"""How much of a stream may leave now?

Events wait in one queue, in the order they came, and leave from its head as soon as no policy's verdict on their text
can change any more. A channel is one growing text; its text up to a *closed* point is examined once and for all, with the
text before it as context. An event whose text nobody changed leaves byte for byte; a changed one keeps everything but that
text. So events are never merged, split, dropped or renumbered.

    feed(bytes) ─► events ─► channels grow ─► closed text is judged ─► head of the queue leaves
"""

from collections import deque
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import msgspec

from watchgate.gateway import json_text
from watchgate.gateway.changes import with_changes
from watchgate.gateway.growing_text import Examiner, GrowingText, Rules
from watchgate.gateway.reading import read
from watchgate.gateway.sse import Event, with_data
from watchgate.gateway.wire.stream_parts import Channel, Parts
from watchgate.policy.decide import Decision
from watchgate.policy.model import Buffer, Path, TextSpan, Window

MAX_WAITING_EVENTS = 2048
MAX_WAITING_BYTES = 64 * 1024 * 1024


class Unreadable(Exception):
    """An event is not JSON, or too much would have to wait: the stream cannot be judged any further."""


@dataclass(slots=True)
class _Piece:
    channel: GrowingText
    path: Path
    start: int
    end: int


@dataclass(slots=True)
class _Waiting:
    event: Event
    document: Any
    pieces: list[_Piece] = field(default_factory=list)
    changed: dict[Path, str] = field(default_factory=dict)
    logprobs: list[Path] = field(default_factory=list)
    is_refused: bool = False


class Sent(msgspec.Struct, frozen=True):
    """An event that may leave: its bytes, and what it now says (None: a comment or `[DONE]`)."""

    raw: bytes
    document: Any


class Hold:
    """The queue of one stream."""

    def __init__(self, wire: ModuleType, rules: Rules) -> None:
        self._wire = wire
        self._rules = rules
        self._examiner = Examiner(rules)
        self._queue: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._texts: dict[Channel, GrowingText] = {}
        self._whole: dict[str, str] = {}
        self._kept: dict[Path, list[str]] = {}
        self.blocked: Decision | None = None

    def kept(self) -> list[TextSpan]:
        """The text of each channel as it left, when the rules ask for it."""
        return [TextSpan(path, "".join(pieces), "assistant") for path, pieces in self._kept.items()]

    def take(self, event: Event) -> list[Sent]:
        """Everything that may leave now that *event* is here. Sets `blocked` when a policy refuses what comes next."""
        if event.data is None or event.data.startswith(b"[DONE]"):
            self._append(_Waiting(event, None))
            if event.data is not None:
                self._close(())
            return self._leaving()
        document = _document(event.data)
        waiting = _Waiting(event, document)
        if not isinstance(document, dict):
            self._append(waiting)
            raise Unreadable
        self._read(waiting, self._wire.event_parts(document))
        return self._leaving()

    def finish(self) -> list[Sent]:
        """The stream is over, however it ended: judge what is still open and let it go."""
        self._close(())
        return self._leaving(is_over=True)

    def abandon(self) -> bytes:
        """Everything that still waits, as it came: for those who asked to fail open."""
        waiting = b"".join(entry.event.raw for entry in self._queue)
        self._queue.clear()
        return waiting

    def _read(self, waiting: _Waiting, parts: Parts) -> None:
        waiting.logprobs = parts.logprobs
        for delta in parts.deltas:
            text = self._texts.get(delta.channel)
            if text is None:
                text = self._texts[delta.channel] = GrowingText(delta.path, delta.is_json)
            start = text.end
            text.text += delta.text
            waiting.pieces.append(_Piece(text, delta.path, start, text.end))
            self._grow(text)
        self._append(waiting)
        for prefix in parts.ended:
            self._close(prefix)
        if (parts.snapshots or parts.unread) and self.blocked is None:
            self._snapshots(waiting, parts)
        waiting.is_refused = self.blocked is not None and not waiting.pieces
        for echo in parts.echoes:
            restored = self._rules.masks.restore(echo.text, is_json=echo.is_json)
            if restored != echo.text:
                waiting.changed[echo.path] = restored

    def _append(self, waiting: _Waiting) -> None:
        self._queue.append(waiting)
        self._waiting_bytes += len(waiting.event.raw)
        if self._waiting_bytes > MAX_WAITING_BYTES:
            raise Unreadable
        if len(self._queue) > MAX_WAITING_EVENTS and not isinstance(self._rules.mode, Buffer):
            for piece in self._queue[0].pieces:
                self._examine(piece.channel, piece.channel.end)

    def _grow(self, text: GrowingText) -> None:
        """Examine whatever part of *text* is closed."""
        if isinstance(self._rules.mode, Buffer):
            return
        until = self._examiner.closed_until(text)
        if until > text.examined:
            self._examine(text, until)
        if isinstance(self._rules.mode, Window):
            while text.end - text.examined > self._rules.mode.chars and self.blocked is None:
                self._examine(text, text.examined + self._rules.mode.chars)

    def _examine(self, text: GrowingText, until: int) -> None:
        self._note(self._examiner.examine(text, until))

    def _close(self, prefix: Channel) -> None:
        for channel, text in self._texts.items():
            if self.blocked is None and channel[: len(prefix)] == prefix and text.examined < text.end:
                self._examine(text, text.end)

    def _snapshots(self, waiting: _Waiting, parts: Parts) -> None:
        """Later copies of a text are judged whole, once for all copies, with the same outcome as its pieces."""
        fresh = [span for span in parts.snapshots if span.text not in self._whole]
        if fresh or parts.unread:
            decision = self._rules.judge(read(fresh, self._rules.engine), parts.unread)
            self._note(decision)
            for number, span in enumerate(fresh):
                changes = self._examiner.changes(
                    span.text, decision.edits.get(number, ()), is_json=span.is_json
                )
                self._whole[span.text] = with_changes(span.text, changes, 0, len(span.text))
        for span in parts.snapshots:
            if self._whole[span.text] != span.text:
                waiting.changed[span.path] = self._whole[span.text]

    def _note(self, decision: Decision) -> None:
        if self.blocked is None and self._rules.refuses(decision):
            self.blocked = decision

    def _leaving(self, *, is_over: bool = False) -> list[Sent]:
        if isinstance(self._rules.mode, Buffer) and (self.blocked or not is_over):
            return []
        leaving: list[Sent] = []
        while self._queue:
            head = self._queue[0]
            if head.is_refused:
                break
            if any(piece.end > piece.channel.examined for piece in head.pieces):
                if self.blocked and any(piece.start < piece.channel.examined for piece in head.pieces):
                    leaving.append(self._sent(head))
                break
            self._queue.popleft()
            self._waiting_bytes -= len(head.event.raw)
            leaving.append(self._sent(head))
        return leaving

    def _sent(self, waiting: _Waiting) -> Sent:
        changed = waiting.changed
        for piece in waiting.pieces:
            channel = piece.channel
            if channel.changes or piece.end > channel.examined:
                text = piece_text(waiting.document, piece.path)
                may_leave = text[: max(0, channel.examined - piece.start)]
                new = with_changes(may_leave, channel.changes, piece.start, piece.start + len(may_leave))
                if new != text:
                    changed[piece.path] = new
                channel.changes = [change for change in channel.changes if change.end > piece.end]
            if self._rules.keeps_text:
                kept = changed.get(piece.path) or piece_text(waiting.document, piece.path)
                self._kept.setdefault(channel.path, []).append(kept)
        if not changed:
            return Sent(waiting.event.raw, waiting.document)
        data = waiting.event.data or b""
        for path, text in changed.items():
            _set(waiting.document, path, text)
        if waiting.logprobs:
            for path in waiting.logprobs:
                _set(waiting.document, path, None)
            new_data = msgspec.json.encode(waiting.document)
        else:
            try:
                text, original = json_text.parse(data)
            except json_text.BadJson:
                raise Unreadable from None
            new_data = json_text.splice(text, original, changed).encode()
        return Sent(with_data(waiting.event, new_data), waiting.document)


def _document(data: bytes) -> Any:
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def piece_text(document: Any, path: Path) -> str:
    """The text at *path*."""
    for step in path:
        document = document[step]
    return str(document)


def _set(document: Any, path: Path, value: str | None) -> None:
    for step in path[:-1]:
        document = document[step]
    document[path[-1]] = value
