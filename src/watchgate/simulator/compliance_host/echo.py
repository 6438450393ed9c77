"""What did our own calls leave behind in the audit log? Lines in a file, because a long run makes many of them."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from watchgate.simulator.compliance_host.windows import Windows


class EchoLog:
    """Events in the order of their time. Memory grows with the windows, not with the events."""

    def __init__(self, path: Path, windows: Windows) -> None:
        self._file = path.open("w+b")
        self._windows = windows
        self._ranges: dict[int, tuple[int, int]] = {}
        self._newest: dict[int, datetime] = {}
        self._size_bytes = 0

    def add(self, moment: datetime, event: bytes) -> None:
        """Keep *event*, one JSON object without a newline."""
        window = self._windows.number_at(moment)
        start, _ = self._ranges.get(window, (self._size_bytes, 0))
        self._file.seek(self._size_bytes)
        self._file.write(event + b"\n")
        self._size_bytes += len(event) + 1
        self._ranges[window] = start, self._size_bytes
        self._newest[window] = moment

    def windows(self) -> Sequence[int]:
        """The windows with calls in them, ascending."""
        return tuple(self._ranges)

    def newest(self, window: int) -> datetime | None:
        return self._newest.get(window)

    def events(self, window: int) -> list[bytes]:
        start, end = self._ranges.get(window, (0, 0))
        self._file.seek(start)
        return self._file.read(end - start).splitlines()

    def close(self) -> None:
        self._file.close()
