"""Which events of the population belong to which type and window? Numbers only, so that a million cost a few megabytes."""

from array import array
from collections.abc import Sequence

from watchgate.simulator.compliance_host.windows import ALL_TYPES, Windows
from watchgate.simulator.population.model import Population


class LogIndex:
    """Made in one pass over times and types; nothing is composed."""

    def __init__(self, population: Population, windows: Windows) -> None:
        self._numbers = {kind: array("Q") for kind in ALL_TYPES}
        self._ranges: dict[str, dict[int, tuple[int, int]]] = {kind: {} for kind in ALL_TYPES}
        for number in range(len(population)):
            kind = population.type_of(number)
            window = windows.number_at(population.time_of(number))
            numbers, ranges = self._numbers[kind], self._ranges[kind]
            first, _ = ranges.get(window, (len(numbers), 0))
            numbers.append(number)
            ranges[window] = first, len(numbers)
        self._windows = {kind: tuple(ranges) for kind, ranges in self._ranges.items()}

    def windows(self, kind: str) -> Sequence[int]:
        """The windows in which something of *kind* happened, ascending."""
        return self._windows[kind]

    def numbers(self, kind: str, window: int) -> Sequence[int]:
        """The events of *kind* in *window*, in the order of their time."""
        first, after = self._ranges[kind].get(window, (0, 0))
        return self._numbers[kind][first:after]
