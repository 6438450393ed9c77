"""How good are an engine's findings on annotated texts?

Examples are read, examined and counted one at a time, so files may be larger than memory. Only as many mistakes are kept as were asked for.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter

from watchgate.evaluation.joining import joined
from watchgate.evaluation.labels import Labels
from watchgate.evaluation.model import Example, Span
from watchgate.evaluation.scorer import Tally, Wrong
from watchgate.evaluation.timing import Timing

Finds = Callable[[str], Sequence[Span]]
"""What somebody sees in a text, by our entities' names."""


class Verdict:
    """What came out for one file, or for several."""

    def __init__(self) -> None:
        self.tally = Tally()
        self.timing = Timing()
        self.unknown: Counter[str] = Counter()
        """Labels that stand for no entity of ours: not scored."""
        self.not_looked_for: Counter[str] = Counter()
        """Labels of entities that nobody asked for: not scored."""
        self.mistakes: list[tuple[Example, Wrong]] = []

    def merge(self, other: "Verdict") -> None:
        self.tally.merge(other.tally)
        self.timing.merge(other.timing)
        self.unknown.update(other.unknown)
        self.not_looked_for.update(other.not_looked_for)
        self.mistakes += other.mistakes


class Judge:
    """Judges one who *finds*, asked for *entities*, by corpora whose *labels* are read so; *keep* so many mistakes per entity and kind."""

    def __init__(self, finds: Finds, entities: frozenset[str], labels: Labels, *, keep: int = 0) -> None:
        self._finds = finds
        self._scored = frozenset(labels.merged(entity) for entity in entities)
        self._labels = labels
        self._keep = keep

    def judged(self, examples: Iterable[Example]) -> Verdict:
        verdict = Verdict()
        kept: Counter[tuple[str, str]] = Counter()
        for example in examples:
            annotated = self._annotated(example.spans, verdict)
            start = perf_counter()
            seen = self._finds(example.text)
            verdict.timing.add(perf_counter() - start, example.text)
            found = self._found(seen)
            if self._labels.join_places:
                annotated, found = joined(annotated, example.text), joined(found, example.text)
            for wrong in verdict.tally.add(annotated, found):
                kind = (wrong.kind, wrong.span.label)
                if kept[kind] < self._keep:
                    kept[kind] += 1
                    verdict.mistakes.append((example, wrong))
        self._drop_besides(verdict)
        return verdict

    def _drop_besides(self, verdict: Verdict) -> None:
        """Where something is annotated, a finding of what never is cannot be called a mistake."""
        scored = verdict.tally.scored
        if not scored:
            return
        verdict.mistakes = [mistake for mistake in verdict.mistakes if mistake[1].span.label in scored]
        for kind in [kind for kind in verdict.tally.kinds if kind[1] not in scored]:
            del verdict.tally.kinds[kind]

    def _annotated(self, spans: Iterable[Span], verdict: Verdict) -> list[Span]:
        annotated = []
        for label, start, end in spans:
            entity = self._labels.entity(label)
            if entity is None:
                verdict.unknown[label] += 1
            elif entity not in self._scored:
                verdict.not_looked_for[label] += 1
            else:
                annotated.append(Span(entity, start, end))
        return annotated

    def _found(self, spans: Iterable[Span]) -> list[Span]:
        merged = (Span(self._labels.merged(span.label), span.start, span.end) for span in spans)
        return [span for span in merged if span.label in self._scored]
