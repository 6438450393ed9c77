"""When does a line arrive, how often, and in which file? Mostly at once and once; the files are written hour by hour."""

import random
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from watchgate.simulator.skill_runs.sightings.lines import CSV_HEADER

SOURCES = ("conversation", "agent", "costs", "audit", "gateway", "imported")
_LATE, _AGAIN = 0.02, 0.02
_LATEST_HOURS = 48
_AGAIN_WITHIN_HOURS = 24
_COSTS_AFTER_HOURS = 4


class Arrivals:
    """Lines on their way, from hour number 0, which is *begin*, on. At most *most* of them."""

    def __init__(self, luck: random.Random, folder: Path, begin: datetime, most: int) -> None:
        self._random = luck.random
        self._folder = folder
        self._begin = begin
        self._most = most
        self._to_come: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._open: dict[str, IO[str]] = {}
        self._day = ""
        self._last: tuple[str, str] = ("", "")
        self.hour = 0
        self.total = 0
        self.lines: Counter[str] = Counter()
        self.different: Counter[str] = Counter()
        self.late: Counter[str] = Counter()

    def __enter__(self) -> Self:
        for source in SOURCES:
            (self._folder / source).mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    @property
    def left(self) -> int:
        """How many lines there is still room for."""
        return self._most - self.total

    def put(self, source: str, line: str) -> None:
        """Let *line* arrive: now, late, or twice."""
        self._send(source, line, after=_COSTS_AFTER_HOURS if source == "costs" else 0)
        self.different[source] += 1

    def repeat_last(self) -> None:
        """Let the last line arrive once more."""
        source, line = self._last
        self._arrive(source, line, self.hour)

    def next_hour(self) -> None:
        """Write what arrives in this hour; the next one begins."""
        arriving = self._to_come.pop(self.hour, {})
        self._turn_to((self._begin + timedelta(hours=self.hour)).date().isoformat())
        for source, lines in arriving.items():
            self._file(source).writelines(lines)
        self.hour += 1

    def finish(self) -> None:
        """Write all that is still on its way."""
        while self._to_come:
            self.next_hour()

    def counts(self) -> Mapping[str, Mapping[str, int]]:
        """Lines, different lines and late ones, by source."""
        named = {"lines": self.lines, "different": self.different, "late": self.late}
        return {source: {name: count[source] for name, count in named.items()} for source in SOURCES}

    def _send(self, source: str, line: str, *, after: int) -> None:
        hour = self.hour + after
        if self._random() < _LATE:
            self._arrive(source, line, hour + 1 + int(self._random() * _LATEST_HOURS))
            self.late[source] += 1
        else:
            self._arrive(source, line, hour)
        if self._random() < _AGAIN:
            self._arrive(source, line, hour + int(self._random() * _AGAIN_WITHIN_HOURS))

    def _arrive(self, source: str, line: str, hour: int) -> None:
        self._to_come[hour][source].append(line)
        self.lines[source] += 1
        self.total += 1
        self._last = source, line

    def _turn_to(self, day: str) -> None:
        if day != self._day:
            self._close()
            self._day = day

    def _file(self, source: str) -> IO[str]:
        if source not in self._open:
            suffix = "csv" if source == "imported" else "jsonl"
            path = self._folder / source / f"{self._day}.{suffix}"
            self._open[source] = path.open("w", encoding="utf-8", newline="")
            if source == "imported":
                self._open[source].write(CSV_HEADER)
        return self._open[source]

    def _close(self) -> None:
        for file in self._open.values():
            file.close()
        self._open = {}
