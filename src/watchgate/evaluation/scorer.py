"""How many of the annotated spans were found, and how much of what was found was annotated?

Found and annotated spans of one entity are paired one to one (`pairing`). A pair counts

    strict        when both have the same offsets
    overlapping   when their intersection is at least half of their union (IoU ≥ 0.5)

An entity that a corpus never annotates cannot be judged by it: what we find of it is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec

from watchgate.evaluation.counts import Count
from watchgate.evaluation.model import Span
from watchgate.evaluation.pairing import InOrder, paired

ENOUGH = 0.5
"""The IoU from which on a finding counts as the annotated span."""

Kind = Literal["missed", "false alarm"]


class Wrong(msgspec.Struct, frozen=True):
    """A span that was missed, or found without being there. `instead`: which entities stand there on the other side."""

    kind: Kind
    span: Span
    instead: tuple[str, ...] = ()


class Tally:
    """Counts over many texts."""

    def __init__(self) -> None:
        self.counts: dict[str, Count] = defaultdict(Count)
        self.kinds: Counter[tuple[Kind, str, tuple[str, ...]]] = Counter()
        """What was wrong: missed or false alarm, the entity, and what stands there instead."""

    def add(self, annotated: Sequence[Span], found: Sequence[Span]) -> list[Wrong]:
        """Count one text; returns what was wrong about it."""
        if not annotated and not found:
            return []
        theirs, ours = _by_label(annotated), _by_label(found)
        wrong = [
            one
            for entity in theirs.keys() | ours.keys()
            for one in self._one_entity(entity, theirs.get(entity, []), ours.get(entity, []))
        ]
        if not wrong:
            return []
        return self._explained(wrong, InOrder(annotated), InOrder(found))

    def merge(self, other: "Tally") -> None:
        for entity, count in other.counts.items():
            self.counts[entity].add(count)
        self.kinds.update(other.kinds)

    @property
    def scored(self) -> dict[str, Count]:
        """The entities that are annotated anywhere, in the order of their names."""
        return {entity: count for entity, count in sorted(self.counts.items()) if count.annotated}

    @property
    def besides(self) -> dict[str, int]:
        """How often something was found that is annotated nowhere."""
        return {entity: count.found for entity, count in sorted(self.counts.items()) if not count.annotated}

    def _one_entity(self, entity: str, theirs: list[Span], ours: list[Span]) -> Iterator[tuple[Kind, Span]]:
        pairs = [pair for pair in paired(theirs, ours) if pair[2] >= ENOUGH]
        exact = sum(one[1:] == other[1:] for one, other, _ in pairs)
        self.counts[entity].add(Count(len(theirs), len(ours), exact, len(pairs)))
        seen = {one for one, _, _ in pairs}
        right = {other for _, other, _ in pairs}
        yield from (("missed", span) for span in theirs if span not in seen)
        yield from (("false alarm", span) for span in ours if span not in right)

    def _explained(
        self, wrong: Iterable[tuple[Kind, Span]], annotated: InOrder, found: InOrder
    ) -> list[Wrong]:
        explained = []
        for kind, span in wrong:
            others = found if kind == "missed" else annotated
            instead = tuple(sorted({other.label for other in others.touching(span)}))
            self.kinds[kind, span.label, instead] += 1
            explained.append(Wrong(kind, span, instead))
        return sorted(explained, key=lambda one: (one.span.start, one.kind))


def _by_label(spans: Iterable[Span]) -> dict[str, list[Span]]:
    by_label: dict[str, list[Span]] = {}
    for span in dict.fromkeys(spans):
        by_label.setdefault(span.label, []).append(span)
    return by_label
