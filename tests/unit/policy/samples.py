"""Small packs, readings and policies for the tests of this folder."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from watchgate.detection.model import Examination, Finding, Injection, Signal
from watchgate.documents.problems import Problem
from watchgate.policy.kinds import KINDS
from watchgate.policy.load import Loaded, PackError, Source, load_pack
from watchgate.policy.model import (
    About,
    Buffer,
    Judgement,
    Pass,
    Phase,
    Policy,
    Reading,
    StreamMode,
    TextSpan,
    Usage,
)

ABOUT = About(endpoint="chat.completions", model="gpt-4o")

HEAD = """\
pack: {name: sample, version: 1.0.0}
providers: {targets: [{id: main, provider: "openai:chat:gpt-4o"}]}
"""


def load(text: str, *more: str, head: str = HEAD) -> Loaded:
    layers = [
        Source("pack.yaml", head + text),
        *(Source(f"layer-{n}.yaml", layer) for n, layer in enumerate(more, 1)),
    ]
    return load_pack(layers)


def problems(text: str, *, head: str = HEAD) -> tuple[Problem, ...]:
    """What is wrong with a pack: its errors, or the warnings of one that is good."""
    try:
        return load(text, head=head).warnings
    except PackError as error:
        return error.problems


def reading(
    text: str,
    *findings: tuple[str, str] | tuple[str, str, float],
    injection: float = 0.0,
    signals: Sequence[str] = (),
    role: str = "user",
    path: tuple[str | int, ...] = ("messages", 0, "content"),
) -> Reading:
    """A text in which detection saw *findings*, each an entity and the words of the text it covers."""
    seen = Examination(
        tuple(_finding(text, *finding) for finding in findings),
        Injection(injection, tuple(_signal(text, signal) for signal in signals)),
    )
    return Reading(TextSpan(path, text, role), seen)


def _finding(text: str, entity: str, words: str, score: float = 0.9) -> Finding:
    start = text.index(words)
    return Finding(entity, start, start + len(words), score, "test")


def _signal(text: str, words: str) -> Signal:
    start = text.index(words)
    return Signal("override", start, start + len(words), 0.9)


def policy(kind: str, **config: Any) -> Policy:
    """A policy of that kind, made from settings as a pack would have them."""
    entry = KINDS[kind]
    return entry.make(kind, entry.config.model_validate(config, strict=False))


class Scripted:
    """A policy that says what the test wants it to say."""

    kind: ClassVar[str] = "scripted"
    reads_text: ClassVar[bool] = True

    def __init__(
        self,
        says: Judgement | Exception | None = None,
        *,
        mode: StreamMode | None = None,
        phases: frozenset[Phase] = frozenset(Phase),
        closes_at: Any = None,
    ) -> None:
        self.phases = phases
        self.shown: list[Sequence[Reading]] = []
        self._says = says or Judgement()
        self._mode = mode or Pass()
        self._closes_at = closes_at

    def streaming(self) -> StreamMode:
        return self._mode

    def closed_until(self, text: str, start: int) -> int:
        return len(text) if self._closes_at is None else self._closes_at(text, start)

    def judge(self, readings: Sequence[Reading], _about: About, _phase: Phase) -> Judgement:
        self.shown.append(readings)
        if isinstance(self._says, Exception):
            raise self._says
        return self._says

    def account(self, _about: About, usage: Usage | None) -> dict[str, Any]:
        return {"tokens": usage.input_tokens} if usage else {}


class Blind(Scripted):
    """Reads no text."""

    reads_text: ClassVar[bool] = False


BUFFER = Buffer()


def judged(subject: Policy, text: str) -> list[tuple[int, int]]:
    """What *subject* would change in an answer of that text."""
    edits = subject.judge([reading(text)], ABOUT, Phase.RESPONSE).edits
    return sorted({(edit.start, edit.end) for edit in edits})


def streamed(
    subject: Policy, closed_until: Callable[[str, int], int], text: str, cuts: list[int]
) -> list[tuple[int, int]]:
    """The same, judged as a stream: *text* arrives in pieces, and each closed part of it is judged by itself."""
    spans: list[tuple[int, int]] = []
    start = 0
    for arrived in [*sorted({cut for cut in cuts if cut < len(text)}), len(text)]:
        closed = len(text) if arrived == len(text) else closed_until(text[:arrived], start)
        assert start <= closed <= arrived
        spans += [(begin + start, end + start) for begin, end in judged(subject, text[start:closed])]
        start = closed
    return sorted(set(spans))
