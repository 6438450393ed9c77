"""How much of a stream may leave now?

Events wait in one queue, in the order they came, and leave from its head as soon as no policy's verdict on their text
can change any more. A channel is one growing text; its text up to a *closed* point is examined once and for all, with the
text before it as context. An event whose text nobody changed leaves byte for byte; a changed one keeps everything but that
text. So events are never merged, split, dropped or renumbered.

    feed(bytes) ─► events ─► channels grow ─► closed text is judged ─► head of the queue leaves
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

import msgspec

from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.engine import Engine
from watchgate.detection.injection import combine
from watchgate.detection.model import Examination, Injection, Signal
from watchgate.gateway import json_text
from watchgate.gateway.masking import Masks
from watchgate.gateway.reading import as_read, plain_view, unfinished_escape
from watchgate.gateway.sse import Event, with_data
from watchgate.gateway.wire.stream_parts import Channel, Parts
from watchgate.policy.decide import Decision
from watchgate.policy.model import Buffer, Edit, Path, Reading, StreamMode, TextSpan, Unread, Verdict, Window

MAX_WAITING_EVENTS = 2048
MAX_WAITING_BYTES = 64 * 1024 * 1024

Judge = Callable[[Sequence[Reading], Sequence[Unread]], Decision]
ClosedUntil = Callable[[str, int], int]


class Unreadable(Exception):
    """An event is not JSON, or too much would have to wait: the stream cannot be judged any further."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one exchange asks of its stream. `closed_until` is None when no policy needs text to wait."""

    judge: Judge
    mode: StreamMode
    closed_until: ClosedUntil | None
    engine: Engine | None
    masks: Masks
    fails_open: bool = False
    keeps_text: bool = False


@dataclass(slots=True)
class _Change:
    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Text:
    """One channel: its text from `base` on (context, then what is not yet examined), and the changes decided so far."""

    path: Path
    is_json: bool
    text: str = ""
    base: int = 0
    examined: int = 0
    changes: list[_Change] = field(default_factory=list)
    signals: tuple[Signal, ...] = ()

    @property
    def end(self) -> int:
        return self.base + len(self.text)


@dataclass(slots=True)
class _Piece:
    channel: _Text
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


@dataclass(frozen=True, slots=True)
class Sent:
    """An event that may leave: its bytes, and what it now says (None: a comment or `[DONE]`)."""

    raw: bytes
    document: Any


class Hold:
    """The queue of one stream."""

    def __init__(self, wire: ModuleType, rules: Rules) -> None:
        self._wire = wire
        self._rules = rules
        self._queue: deque[_Waiting] = deque()
        self._waiting_bytes = 0
        self._texts: dict[Channel, _Text] = {}
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
                text = self._texts[delta.channel] = _Text(delta.path, delta.is_json)
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

    def _grow(self, text: _Text) -> None:
        """Examine whatever part of *text* is closed."""
        if isinstance(self._rules.mode, Buffer):
            return
        until = self._closed_until(text)
        if until > text.examined:
            self._examine(text, until)
        if isinstance(self._rules.mode, Window):
            while text.end - text.examined > self._rules.mode.chars and self.blocked is None:
                self._examine(text, text.examined + self._rules.mode.chars)

    def _closed_until(self, text: _Text) -> int:
        start = text.examined - text.base
        source = text.text
        end = len(source)
        view = plain_view(source) if text.is_json else source
        if text.is_json:
            end = unfinished_escape(source, start)
        while True:
            closed = self._asked(view[:end], start)
            end = self._rules.masks.closed_until(source[:closed], start)
            if end >= closed:
                return text.base + closed

    def _asked(self, view: str, start: int) -> int:
        if self._rules.closed_until is None:
            return len(view)
        try:
            return self._rules.closed_until(view, start)
        except Exception:  # noqa: BLE001 -- a policy that cannot even say this is asked to judge, fails again, and is recorded
            return len(view)

    def _close(self, prefix: Channel) -> None:
        for channel, text in self._texts.items():
            if self.blocked is None and channel[: len(prefix)] == prefix and text.examined < text.end:
                self._examine(text, text.end)

    def _examine(self, text: _Text, until: int) -> None:
        """Judge `[examined, until)` of *text*, note the changes, and forget what is no longer needed as context."""
        start = text.examined - text.base
        stop = until - text.base
        source = text.text[start:stop]
        span = TextSpan(text.path, plain_view(source) if text.is_json else source, "assistant")
        seen = self._look(text, span, start)
        decision = self._rules.judge((Reading(span, seen),), ())
        self._note(decision)
        offset = text.examined
        text.changes += [
            _Change(change.start + offset, change.end + offset, change.text)
            for change in self._changes(source, decision.edits.get(0, ()), is_json=text.is_json)
        ]
        if self.blocked is decision:
            cut = min((reason.start for reason in decision.reasons if reason.start is not None), default=0)
            until = text.examined + cut
        text.examined = until
        forget = max(0, until - LOOKBACK - text.base)
        if forget > 4 * LOOKBACK:
            text.text = text.text[forget:]
            text.base += forget

    def _look(self, text: _Text, span: TextSpan, start: int) -> Examination:
        """What detection sees in *span*, which begins at *start* of the text we hold; signals add up over the channel."""
        if self._rules.engine is None:
            return Examination((), Injection(0.0))
        before = text.text[max(0, start - LOOKBACK) : start]
        if text.is_json:
            before = plain_view(before)
        shift = len(before)
        seen = self._rules.engine.examine(before + span.text)
        findings = tuple(
            replace(finding, start=finding.start - shift, end=finding.end - shift)
            for finding in seen.findings
            if finding.start >= shift
        )
        fresh = tuple(
            replace(signal, start=signal.start - shift, end=signal.end - shift)
            for signal in seen.injection.signals
            if signal.start >= shift
        )
        earlier = tuple(replace(signal, start=0, end=0) for signal in text.signals)
        text.signals += fresh
        return Examination(
            findings, Injection(combine((*earlier, *fresh)), fresh) if text.signals else Injection(0.0)
        )

    def _changes(self, source: str, edits: Sequence[Edit], *, is_json: bool) -> list[_Change]:
        """The edits, with each value the application itself sent left as it is, and our labels turned back into values."""
        masks = self._rules.masks
        changes: list[_Change] = []
        for edit in edits:
            matched = source[edit.start : edit.end]
            text = masks.restore(masks.replacement(matched, edit, is_json=is_json), is_json=is_json)
            if text != matched:
                changes.append(_Change(edit.start, edit.end, text))
        for start, end, value in masks.restorations(source, is_json=is_json):
            if not any(change.start < end and start < change.end for change in changes):
                changes.append(_Change(start, end, value))
        return sorted(changes, key=lambda change: change.start)

    def _snapshots(self, waiting: _Waiting, parts: Parts) -> None:
        """Later copies of a text are judged whole, once for all copies, with the same outcome as its pieces."""
        fresh = [span for span in parts.snapshots if span.text not in self._whole]
        if fresh or parts.unread:
            views = [as_read(span) for span in fresh]
            engine = self._rules.engine
            seen = (
                engine.examine_batch([view.text for view in views])
                if engine
                else [Examination((), Injection(0.0))] * len(views)
            )
            decision = self._rules.judge(
                [Reading(v, s) for v, s in zip(views, seen, strict=True)], parts.unread
            )
            self._note(decision)
            for number, span in enumerate(fresh):
                changes = self._changes(span.text, decision.edits.get(number, ()), is_json=span.is_json)
                self._whole[span.text] = _changed(span.text, changes, 0, len(span.text))
        for span in parts.snapshots:
            if self._whole[span.text] != span.text:
                waiting.changed[span.path] = self._whole[span.text]

    def _note(self, decision: Decision) -> None:
        has_failed = bool(decision.failures) and not self._rules.fails_open
        if self.blocked is None and (decision.verdict is Verdict.BLOCK or has_failed):
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
                new = _changed(may_leave, channel.changes, piece.start, piece.start + len(may_leave))
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


def _changed(text: str, changes: Sequence[_Change], start: int, end: int) -> str:
    """*text*, which stands at `[start, end)` of its channel, with the changes that touch it.

    A change that reaches over several pieces puts its text into the piece in which it begins.
    """
    pieces: list[str] = []
    done = start
    for change in changes:
        if change.end <= start or change.start >= end:
            continue
        if change.start >= start:
            pieces += (text[done - start : change.start - start], change.text)
        done = min(change.end, end)
    return "".join((*pieces, text[done - start :]))
