"""How long do we wait before we ask again, and how often? Exponential, with full jitter, and bounded."""

from dataclasses import dataclass, replace
from datetime import timedelta

from watchgate.kernel.randomness import random_bytes

_DRAW_BYTES = 6


@dataclass(frozen=True, slots=True)
class Patience:
    """What one call puts up with before it gives up with TryAgain. `IMPATIENT` asks once."""

    attempts: int = 4
    first_delay_s: float = 0.5
    longest_delay_s: float = 20.0
    longest_wait: timedelta = timedelta(seconds=60)
    """A longer wait, when OpenAI or our own budget asks for one, is the caller's business: it gets TryAgain at once."""
    answer_within_s: float = 60.0
    """For a list or an object, from the request to the last byte."""
    file_within_s: float = 300.0
    """For the bytes of a file, once their URL is known."""


IMPATIENT = Patience(attempts=1, longest_wait=timedelta(seconds=2), answer_within_s=15.0)
"""For a probe that a person is waiting for."""


def of_a_change(patience: Patience) -> Patience:
    """A change is asked once, and whoever asks keeps a record of it: so it waits for its turn, and for an answer, less long.

    What has not left yet must not look like what may have happened, only because somebody's patience ended.
    """
    return replace(
        patience,
        attempts=1,
        longest_wait=min(patience.longest_wait, timedelta(seconds=8)),
        answer_within_s=min(patience.answer_within_s, 30.0),
    )


def delay_s(attempt: int, patience: Patience, chance: float) -> float:
    """Seconds to wait after failed attempt number *attempt* (from 0); *chance* from [0, 1) draws from the whole range."""
    ceiling = min(patience.longest_delay_s, patience.first_delay_s * 2.0 ** min(attempt, 32))
    return ceiling * chance


def draw() -> float:
    """A number from [0, 1)."""
    return int.from_bytes(random_bytes(_DRAW_BYTES)) / float(1 << (8 * _DRAW_BYTES))
