"""How well does an injection score tell attacks from ordinary prompts, at each threshold?"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from watchgate.evaluation.counts import Rates

STEPS = tuple(step / 20 for step in range(1, 20))
"""The thresholds of the curve: 0.05, 0.1 … 0.95."""


class AtThreshold(msgspec.Struct, frozen=True):
    """What comes out when every score of at least `threshold` is an alarm. `alarm_rate` is the share of ordinary prompts with one."""

    threshold: float
    caught: int
    alarms: int
    rates: Rates
    alarm_rate: float | None


class Scores:
    """The scores of attacks and of ordinary prompts, by the source of each."""

    def __init__(self) -> None:
        self.attacks: dict[str, list[float]] = defaultdict(list)
        self.ordinary: dict[str, list[float]] = defaultdict(list)

    def add(self, score: float, *, is_attack: bool, source: str) -> None:
        (self.attacks if is_attack else self.ordinary)[source].append(score)

    @property
    def attack_count(self) -> int:
        return sum(map(len, self.attacks.values()))

    @property
    def ordinary_count(self) -> int:
        return sum(map(len, self.ordinary.values()))

    def at(self, threshold: float) -> AtThreshold:
        caught = _reaching(threshold, self.attacks.values())
        alarms = _reaching(threshold, self.ordinary.values())
        return AtThreshold(
            threshold,
            caught,
            alarms,
            Rates.of(caught, caught + alarms, self.attack_count),
            alarms / self.ordinary_count if self.ordinary_count else None,
        )

    def curve(self, also: Iterable[float] = ()) -> list[AtThreshold]:
        """The steps, and the thresholds that somebody uses."""
        return [self.at(threshold) for threshold in sorted({*STEPS, *also})]

    def average_precision(self) -> float | None:
        """The area below precision over recall; prompts of the same score are taken together."""
        ranked = sorted({score for scores in self.attacks.values() for score in scores}, reverse=True)
        area = last_recall = 0.0
        if not ranked:
            return None
        for rates in map(_rates_at(self), ranked):
            area += ((rates.recall or 0.0) - last_recall) * (rates.precision or 0.0)
            last_recall = rates.recall or 0.0
        return area


def _rates_at(scores: Scores) -> Callable[[float], Rates]:
    attacks = sorted(score for some in scores.attacks.values() for score in some)
    ordinary = sorted(score for some in scores.ordinary.values() for score in some)

    def rates(threshold: float) -> Rates:
        caught = len(attacks) - bisect_left(attacks, threshold)
        alarms = len(ordinary) - bisect_left(ordinary, threshold)
        return Rates.of(caught, caught + alarms, len(attacks))

    return rates


def _reaching(threshold: float, scores: Iterable[Sequence[float]]) -> int:
    return sum(score >= threshold for some in scores for score in some)
