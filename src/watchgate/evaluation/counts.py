"""What do counts of spans come to? Precision, recall and F1, for one entity, pooled, and as a mean."""

from collections.abc import Iterable

import msgspec


class Count(msgspec.Struct):
    """Of one entity: annotated spans, found ones, and pairs of both (of the same offsets; with an IoU of at least a half)."""

    annotated: int = 0
    found: int = 0
    strict: int = 0
    overlapping: int = 0

    def add(self, other: "Count") -> None:
        self.annotated += other.annotated
        self.found += other.found
        self.strict += other.strict
        self.overlapping += other.overlapping

    @property
    def false_alarms(self) -> int:
        return self.found - self.overlapping

    @property
    def missed(self) -> int:
        return self.annotated - self.overlapping

    def rates(self, *, strict: bool = False) -> "Rates":
        return Rates.of(self.strict if strict else self.overlapping, self.found, self.annotated)


class Rates(msgspec.Struct, frozen=True):
    """None where there is nothing to divide by: no precision without findings, no recall without annotations."""

    precision: float | None
    recall: float | None
    f1: float | None

    @classmethod
    def of(cls, right: int, found: int, annotated: int) -> "Rates":
        return cls(
            right / found if found else None,
            right / annotated if annotated else None,
            2 * right / (found + annotated) if found + annotated else None,
        )


def pooled(counts: Iterable[Count]) -> Count:
    """All of them together: the micro average is made of this."""
    total = Count()
    for count in counts:
        total.add(count)
    return total


def mean_f1(counts: Iterable[Count], *, strict: bool = False) -> float | None:
    """The macro average: each entity that is annotated counts the same."""
    each = [count.rates(strict=strict).f1 or 0.0 for count in counts if count.annotated]
    return sum(each) / len(each) if each else None
