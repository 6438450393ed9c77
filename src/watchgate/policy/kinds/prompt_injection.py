"""Does the text try to give orders to the model that its author should not give?"""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from watchgate.detection.injection import BLOCK_THRESHOLD, injection_closed_until
from watchgate.kernel.canonical_json import Json
from watchgate.policy.kinds.common import VERDICT_OF, Action, OnText
from watchgate.policy.model import About, Edit, Judgement, Phase, Reading, Reason, StreamMode, Usage

REPLACEMENT = "[removed: prompt injection]"
WINDOW_CHARS = 400
CLEAN = Judgement()


class PromptInjectionConfig(OnText):
    """Attempts to override the model's instructions."""

    threshold: Annotated[float, Field(gt=0, le=1)] = Field(
        default=BLOCK_THRESHOLD,
        description="The score from which a text counts as an injection. Lower finds more, and errs more often.",
    )
    action: Action = Field(
        default="block",
        description="What happens to an injection: block, redact (its signals are removed), escalate, or observe.",
    )


class PromptInjection:
    kind: ClassVar[str] = "prompt-injection"
    reads_text: ClassVar[bool] = True

    closed_until = staticmethod(injection_closed_until)

    def __init__(self, name: str, config: PromptInjectionConfig) -> None:
        self.name = name
        self.phases = frozenset(config.phases)
        self._threshold = config.threshold
        self._action = config.action
        self._mode = config.stream_mode(WINDOW_CHARS)

    def streaming(self) -> StreamMode:
        return self._mode

    def account(self, _about: About, _usage: Usage | None) -> dict[str, Json]:
        return {}

    def judge(self, readings: Sequence[Reading], _about: About, phase: Phase) -> Judgement:
        hits = [
            number
            for number, reading in enumerate(readings)
            if reading.seen.injection.score >= self._threshold
        ]
        if not hits:
            return CLEAN
        return Judgement(
            VERDICT_OF[self._action],
            edits=tuple(self._edits(readings, hits, phase)) if self._action == "redact" else (),
            reasons=tuple(self._reason(readings[number]) for number in hits),
        )

    def _edits(self, readings: Sequence[Reading], hits: Sequence[int], phase: Phase) -> Iterator[Edit]:
        """Each signal is removed. Where no signal has a place, the whole text of a request is; a piece of a streamed answer
        may owe its score to signals that have left already, and then nothing is removed from it.
        """
        for number in hits:
            reading = readings[number]
            signals = [signal for signal in reading.seen.injection.signals if signal.start < signal.end]
            for signal in signals:
                yield Edit(number, signal.start, signal.end, REPLACEMENT)
            if not signals and phase is Phase.REQUEST:
                yield Edit(number, 0, len(reading.span.text), REPLACEMENT)

    def _reason(self, reading: Reading) -> Reason:
        injection = reading.seen.injection
        names = sorted({signal.name for signal in injection.signals})
        return Reason(
            policy=self.name,
            rule="injection",
            message="The text looks like an attempt to override the model's instructions"
            + (f" ({', '.join(names)})" if names else ""),
            path=reading.span.path,
            score=round(1000 * injection.score),
            start=min((signal.start for signal in injection.signals), default=0),
        )
