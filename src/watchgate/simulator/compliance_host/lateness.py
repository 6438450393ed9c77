"""Which events come in a later file than their time says, or in two? Decided once, when the first of the files is written."""

import random
from collections.abc import Callable, Iterable, Sequence

from watchgate.simulator.faults import Faults

_LATEST_WINDOWS = 18
_LATEST_LIVE_WINDOWS = 3


class Lateness:
    """Remembers what is still to come. `can_take` says whether a type has a file for a window that is still to be written."""

    def __init__(self, faults: Faults, can_take: Callable[[str, int], bool]) -> None:
        self._faults = faults
        self._can_take = can_take
        self._to_come: dict[tuple[str, int], list[int]] = {}
        self._late_into: dict[tuple[str, int], dict[int, int]] = {}

    def staying(
        self, kind: str, window: int, numbers: Sequence[int], luck: random.Random, *, last_past: int
    ) -> Iterable[int]:
        """Those of *numbers* that the file of *window* holds. The last one always stays: a file is never empty.

        Up to *last_past* events only come late into windows up to *last_past*, so that the past is complete from the start.
        """
        for place, number in enumerate(numbers):
            is_late = self._faults.strikes("log-late", luck)
            is_twice = self._faults.strikes("log-duplicate", luck)
            later = self._later(kind, window, luck, last_past) if is_late or is_twice else None
            if later is not None:
                self._to_come.setdefault((kind, later), []).append(number)
            if is_late and later is not None and place < len(numbers) - 1:
                self._late_into.setdefault((kind, window), {})[number] = later
                continue
            yield number
            if is_twice and later is None:
                yield number

    def arrivals(self, kind: str, window: int) -> Sequence[int]:
        """What earlier windows left for this one."""
        return self._to_come.get((kind, window), ())

    def late_into(self, kind: str, window: int) -> dict[int, int]:
        """From the events that left *window* to the windows in which they come."""
        return self._late_into.get((kind, window), {})

    def _later(self, kind: str, window: int, luck: random.Random, last_past: int) -> int | None:
        furthest = (
            min(window + _LATEST_WINDOWS, last_past) if window <= last_past else window + _LATEST_LIVE_WINDOWS
        )
        free = [later for later in range(window + 1, furthest + 1) if self._can_take(kind, later)]
        return luck.choice(free) if free else None
