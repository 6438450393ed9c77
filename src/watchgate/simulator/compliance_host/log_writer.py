"""Which log files are there for a type and a window? Written when somebody first asks, and never changed again."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.echo import EchoLog
from watchgate.simulator.compliance_host.further_log import FurtherLog
from watchgate.simulator.compliance_host.lateness import Lateness
from watchgate.simulator.compliance_host.log_files import LIVES, MOST_BYTES, LogFile, Part, file_id, spilled
from watchgate.simulator.compliance_host.log_index import LogIndex
from watchgate.simulator.compliance_host.log_lines import UNKNOWN_TYPE, encoded, written
from watchgate.simulator.compliance_host.windows import WORKSPACE_TYPES, Windows
from watchgate.simulator.faults import Faults
from watchgate.simulator.population.model import Population

AUDIT = "AUDIT_LOG"
_LATE_FILE_MINUTES = (10, 30)
_MAY_STILL_BE_LATE = timedelta(minutes=40)


@dataclass(frozen=True, slots=True)
class Sources:
    """Where events come from."""

    seed: int
    population: Population
    index: LogIndex
    echo: EchoLog
    further: FurtherLog
    windows: Windows
    faults: Faults


class LogWriter:
    """Writes the files of one workspace into *folder*. *begun* is when the simulation began: what lies before is complete."""

    def __init__(
        self, sources: Sources, folder: Path, begun: datetime, *, most_bytes: int = MOST_BYTES
    ) -> None:
        self._from = sources
        self._most_bytes = most_bytes
        self._folder = folder
        self._begun = begun
        self._files: dict[tuple[str, int], tuple[LogFile, ...]] = {}
        self._delays: dict[tuple[str, int], timedelta] = {}
        self.late = Lateness(sources.faults, self._can_take)
        self.by_id: dict[str, LogFile] = {}
        self.inserted: list[tuple[str, int, dict[str, Any]]] = []
        """Events that a fault made up, with type and window of their file."""
        self.broken_lines: list[dict[str, str | int]] = []

    @property
    def last_past(self) -> int:
        """The last window that was over when the simulation began."""
        return self._from.windows.number_at(self._begun) - 1

    def windows(self, kind: str) -> list[int]:
        """All windows in which *kind* has a file, ascending, be it out or not."""
        known = self._from.index.windows(kind)
        others = {*self._from.further.windows(kind), *(self._from.echo.windows() if kind == AUDIT else ())}
        return sorted(others.union(known)) if others else list(known)

    def is_out(self, kind: str, window: int, now: datetime) -> bool:
        """Can the files be listed at *now*, or could they once?"""
        end = self._from.windows.end(kind, window)
        return end <= now and end + self._delay(kind, window, end) <= now and end + LIVES > self._begun

    def files(self, kind: str, window: int) -> tuple[LogFile, ...]:
        """The files of a window that is out, by end time."""
        if (kind, window) not in self._files:
            self._files[kind, window] = self._write(kind, window)
        return self._files[kind, window]

    def drop_expired(self, now: datetime) -> None:
        """Remove from disk what nobody can fetch any more."""
        self._remove([each for each in self.by_id.values() if each.end_time + LIVES <= now])

    def drop(self, kind: str, window: int) -> None:
        """Remove the files of *window* from disk, as if they had expired."""
        self._remove([each for each in self._files[kind, window] if each.id in self.by_id])

    def newest(self, kind: str, window: int) -> datetime | None:
        """The time of the newest event that happened in *window*."""
        numbers = self._from.index.numbers(kind, window)
        times = [self._from.population.time_of(numbers[-1])] if len(numbers) else []
        echoed = self._from.echo.newest(window) if kind == AUDIT else None
        told = (*times, echoed, self._from.further.newest(kind, window))
        return max((each for each in told if each), default=None)

    def _remove(self, files: Iterable[LogFile]) -> None:
        for log_file in files:
            del self.by_id[log_file.id]
            log_file.path.unlink()

    def _can_take(self, kind: str, window: int) -> bool:
        return (kind, window) not in self._files and len(self._from.index.numbers(kind, window)) > 0

    def _delay(self, kind: str, window: int, end: datetime) -> timedelta:
        if end + _MAY_STILL_BE_LATE < self._begun:
            return timedelta()
        if (kind, window) not in self._delays:
            luck = self._luck(kind, window, "delay")
            is_late = self._from.faults.strikes("log-late-file", luck)
            self._delays[kind, window] = timedelta(
                minutes=luck.uniform(*_LATE_FILE_MINUTES) if is_late else 0
            )
        return self._delays[kind, window]

    def _luck(self, kind: str, window: int, purpose: str) -> random.Random:
        return random.Random(f"watchgate:{self._from.seed}:{purpose}:{kind}:{window}")  # noqa: S311 - must be repeatable, guards nothing

    def _write(self, kind: str, window: int) -> tuple[LogFile, ...]:
        stranger = self._stranger(kind, window)
        lines = written(
            self._events(kind, window), stranger, self._luck(kind, window, "lines"), self._from.faults
        )
        parts = spilled(lines, self._folder, f"{kind}_{window}", self._most_bytes)
        written_files = tuple(
            self._file(kind, window, number, part, len(parts)) for number, part in enumerate(parts)
        )
        self.by_id |= {each.id: each for each in written_files}
        return written_files

    def _stranger(self, kind: str, window: int) -> dict[str, Any]:
        """What an event of a type nobody knows would say."""
        is_organization = kind not in WORKSPACE_TYPES
        owner = self._from.population
        return {
            "type": UNKNOWN_TYPE,
            "timestamp": rfc3339(self._from.windows.start(window)),
            "principal": {
                "id": owner.organization_id if is_organization else owner.workspace_id,
                "type": "API_PLATFORM_ORG" if is_organization else "CHATGPT_WORKSPACE",
            },
            "actor": {"type": "SYSTEM", "id": "quantum"},
            "spin": 0.5,
        }

    def _events(self, kind: str, window: int) -> Iterator[bytes]:
        numbers = self._from.index.numbers(kind, window)
        luck = self._luck(kind, window, "late")
        for number in self.late.staying(kind, window, numbers, luck, last_past=self.last_past):
            yield encoded(self._from.population.event(number).body)
        for number in self.late.arrivals(kind, window):
            yield encoded(self._from.population.event(number).body)
        if kind == AUDIT:
            yield from self._from.echo.events(window)
        yield from self._from.further.events(kind, window)

    def _file(self, kind: str, window: int, number: int, part: Part, of: int) -> LogFile:
        """The end times of the parts of one window lie evenly in it; only the last one's comes after it."""
        end = (
            self._from.windows.end(kind, window)
            if number == of - 1
            else self._from.windows.start(window) + self._from.windows.size * (number + 1) / of
        )
        log_file = LogFile(
            file_id(self._from.seed, kind, window, number), kind, end, part.size_bytes, part.sha256, part.path
        )
        for offset, line in part.noted:
            if line.inserted:
                self.inserted.append((kind, window, line.inserted))
            else:
                self.broken_lines.append({"log_file_id": log_file.id, "event_type": kind, "offset": offset})
        return log_file
