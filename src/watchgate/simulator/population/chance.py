"""What would chance have been for this thing? Every event, block and file has luck of its own, so each can be made alone."""

import random
from bisect import bisect_right
from collections.abc import Sequence
from enum import IntEnum
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Stream(IntEnum):
    """What the luck is for; two streams of one seed know nothing of each other."""

    WORKSPACE = 1
    POOL = 2
    BLOCK = 3
    EVENT = 4
    FILE = 5
    BELONGING = 6


def chance(seed: int, stream: Stream, number: int = 0) -> random.Random:
    """The luck of the *number*-th thing in *stream*."""
    key = (seed & 0xFFFF_FFFF_FFFF_FFFF) << 96 | stream << 64 | number
    return random.Random(key)  # noqa: S311 - must be repeatable, guards nothing


def pick(luck: random.Random, things: Sequence[T]) -> T:
    """One of *things*; a third of the time that `Random.choice` takes."""
    return things[int(luck.random() * len(things))]


class Weighted(Generic[T]):
    """Things that come up as often as their weights say: `Weighted.of({"a": 3, "b": 1})`, then `drawn(luck)`."""

    __slots__ = ("_limits", "things")

    def __init__(self, things: tuple[T, ...], limits: list[float]) -> None:
        self.things = things
        self._limits = limits

    @classmethod
    def of(cls, weights: dict[T, float]) -> "Weighted[T]":
        """From things to weights of any sum."""
        return cls(tuple(weights), list(accumulate(weights.values())))

    def drawn(self, luck: random.Random) -> T:
        """One of the things."""
        return self.things[bisect_right(self._limits, luck.random() * self._limits[-1])]
