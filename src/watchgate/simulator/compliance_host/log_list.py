"""Which log files does one page of the list show?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import attrgetter

from watchgate.simulator.compliance_host.log_files import LIVES, LogFile
from watchgate.simulator.compliance_host.log_writer import LogWriter
from watchgate.simulator.compliance_host.windows import Windows


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the query asks for."""

    kinds: Sequence[str]
    after: datetime
    before: datetime | None
    limit: int
    has_boundary: bool = False
    """Give the file whose end time equals `after` again."""


@dataclass(frozen=True, slots=True)
class Page:
    files: list[LogFile]
    has_more: bool


class LogList:
    """Lists files by end time, and writes those that nobody has seen yet."""

    def __init__(self, writer: LogWriter, windows: Windows) -> None:
        self._writer = writer
        self._windows = windows

    def page(self, wanted: Wanted, now: datetime) -> Page:
        """At most `limit` files that are out at *now* and have not expired."""
        self._writer.drop_expired(now)
        found: list[LogFile] = []
        for kind in dict.fromkeys(wanted.kinds):
            found += islice(self._files(kind, wanted, now), wanted.limit + 1)
        found.sort(key=attrgetter("end_time"))
        return Page(found[: wanted.limit], len(found) > wanted.limit)

    def _files(self, kind: str, wanted: Wanted, now: datetime) -> Iterator[LogFile]:
        first = self._windows.number_at(wanted.after) - 1
        for window in self._writer.windows(kind):
            if window < first or not self._writer.is_out(kind, window, now):
                continue
            if wanted.before is not None and self._windows.start(window) >= wanted.before:
                return
            for each in self._writer.files(kind, window):
                if _is_wanted(each, wanted) and each.end_time + LIVES > now:
                    yield each


def _is_wanted(log_file: LogFile, wanted: Wanted) -> bool:
    is_behind = log_file.end_time > wanted.after or (
        wanted.has_boundary and log_file.end_time == wanted.after
    )
    return is_behind and (wanted.before is None or log_file.end_time < wanted.before)
