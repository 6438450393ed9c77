"""What is decided about one growing text of a stream?

…context…│examined: judged for good│closed: can be judged now│open: may still become something│
base                examined                    closed_until                        end
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import msgspec

from watchgate.detection.boundaries import LOOKBACK
from watchgate.detection.closing import ClosedUntil
from watchgate.detection.engine import Engine
from watchgate.detection.injection import combine
from watchgate.detection.model import NOTHING_SEEN, Examination, Injection, Signal
from watchgate.gateway.changes import Change
from watchgate.gateway.masking import Masks
from watchgate.gateway.reading import plain_view, unfinished_escape
from watchgate.policy.decide import Decision
from watchgate.policy.model import Edit, Path, Reading, StreamMode, TextSpan, Unread, Verdict

Judge = Callable[[Sequence[Reading], Sequence[Unread]], Decision]


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

    def refuses(self, decision: Decision) -> bool:
        """Does *decision* end the stream?"""
        has_failed = bool(decision.failures) and not self.fails_open
        return decision.verdict is Verdict.BLOCK or has_failed


@dataclass(slots=True)
class GrowingText:
    """One channel: its text from `base` on (context, then what is not yet examined), and the changes decided so far."""

    path: Path
    is_json: bool
    text: str = ""
    base: int = 0
    examined: int = 0
    changes: list[Change] = field(default_factory=list)
    signals: tuple[Signal, ...] = ()

    @property
    def end(self) -> int:
        return self.base + len(self.text)


class Examiner:
    """Judges growing texts under the rules of one exchange."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules

    def closed_until(self, text: GrowingText) -> int:
        """The offset in the whole text before which nothing that anybody looks for can still grow."""
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

    def examine(self, text: GrowingText, until: int) -> Decision:
        """Judge `[examined, until)` of *text*, note the changes, and forget what is no longer needed as context.

        When the decision refuses, the text counts as examined only up to the cause: the rest never leaves.
        """
        start = text.examined - text.base
        stop = until - text.base
        source = text.text[start:stop]
        span = TextSpan(text.path, plain_view(source) if text.is_json else source, "assistant")
        seen = self._look(text, span, start)
        decision = self._rules.judge((Reading(span, seen),), ())
        offset = text.examined
        text.changes += [
            Change(change.start + offset, change.end + offset, change.text)
            for change in self.changes(source, decision.edits.get(0, ()), is_json=text.is_json)
        ]
        if self._rules.refuses(decision):
            cut = min((reason.start for reason in decision.reasons if reason.start is not None), default=0)
            until = text.examined + cut
        text.examined = until
        forget = max(0, until - LOOKBACK - text.base)
        if forget > 4 * LOOKBACK:
            text.text = text.text[forget:]
            text.base += forget
        return decision

    def _look(self, text: GrowingText, span: TextSpan, start: int) -> Examination:
        """What detection sees in *span*, which begins at *start* of the text we hold; signals add up over the channel."""
        if self._rules.engine is None:
            return NOTHING_SEEN
        before = text.text[max(0, start - LOOKBACK) : start]
        if text.is_json:
            before = plain_view(before)
        shift = len(before)
        seen = self._rules.engine.examine(before + span.text, shift)
        if seen is NOTHING_SEEN and not text.signals:
            return NOTHING_SEEN
        findings = tuple(finding.shifted(-shift) for finding in seen.findings if finding.start >= shift)
        fresh = tuple(
            msgspec.structs.replace(signal, start=signal.start - shift, end=signal.end - shift)
            for signal in seen.injection.signals
            if signal.start >= shift
        )
        earlier = tuple(msgspec.structs.replace(signal, start=0, end=0) for signal in text.signals)
        text.signals += fresh
        about = tuple(topic.shifted(-shift) for topic in seen.topics)
        injection = Injection(combine((*earlier, *fresh)), fresh) if text.signals else Injection(0.0)
        return Examination(findings, injection, about)

    def changes(self, source: str, edits: Sequence[Edit], *, is_json: bool) -> list[Change]:
        """The edits, with each value the application itself sent left as it is, and our labels turned back into values."""
        masks = self._rules.masks
        changes: list[Change] = []
        for edit in edits:
            matched = source[edit.start : edit.end]
            text = masks.restore(masks.replacement(matched, edit, is_json=is_json), is_json=is_json)
            if text != matched:
                changes.append(Change(edit.start, edit.end, text))
        for start, end, value in masks.restorations(source, is_json=is_json):
            if not any(change.start < end and start < change.end for change in changes):
                changes.append(Change(start, end, value))
        return sorted(changes, key=lambda change: change.start)
