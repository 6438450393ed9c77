"""Which found span stands for which annotated one?

One to one, those that have most in common (IoU) first. Time is linear in the number of spans, unless they lie on top of each other.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from watchgate.evaluation.model import Span, iou


class InOrder:
    """Spans in the order of the text, to ask which of them touch another."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans, key=_start)
        self._longest = max((span.end - span.start for span in spans), default=0)

    def touching(self, span: Span) -> Iterator[Span]:
        first = bisect_left(self._spans, span.start - self._longest, key=_start)
        stop = bisect_left(self._spans, span.end, key=_start)
        return (other for other in self._spans[first:stop] if other.end > span.start)


def paired(annotated: Sequence[Span], found: Sequence[Span]) -> list[tuple[Span, Span, float]]:
    """Pairs of spans of one entity that have something in common, and how much; each span is in one pair at most."""
    in_order = InOrder(found)
    candidates = [(iou(one, other), one, other) for one in annotated for other in in_order.touching(one)]
    if len(candidates) > 1:
        candidates.sort(key=lambda candidate: (-candidate[0], candidate[1].start, candidate[2].start))
    left, free = set(annotated), set(found)
    pairs: list[tuple[Span, Span, float]] = []
    for common, one, other in candidates:
        if one in left and other in free:
            left.remove(one)
            free.remove(other)
            pairs.append((one, other, common))
    return pairs


def _start(span: Span) -> int:
    return span.start
