"""What is logged beside the population's events? Events that somebody had made while the simulation ran, by type and window."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from watchgate.simulator.compliance_host.log_lines import encoded
from watchgate.simulator.compliance_host.windows import Windows


class FurtherLog:
    """An event is encoded when its file is written: until then whoever added it may go on changing it."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._bodies: dict[str, dict[int, list[dict[str, Any]]]] = {}
        self._newest: dict[tuple[str, int], datetime] = {}

    def add(self, body: dict[str, Any], *, happened: datetime, filed: datetime) -> int:
        """Keep *body*, which *happened* then, for the file of the window of *filed*; which window that is."""
        kind, window = body["type"], self._windows.number_at(filed)
        self._bodies.setdefault(kind, {}).setdefault(window, []).append(body)
        self._newest[kind, window] = max(happened, self._newest.get((kind, window), happened))
        return window

    def windows(self, kind: str) -> Sequence[int]:
        """The windows whose files hold such events; in no order."""
        return tuple(self._bodies.get(kind, ()))

    def events(self, kind: str, window: int) -> list[bytes]:
        return [encoded(body) for body in self.bodies(kind, window)]

    def bodies(self, kind: str, window: int) -> Sequence[dict[str, Any]]:
        return self._bodies.get(kind, {}).get(window, ())

    def newest(self, kind: str, window: int) -> datetime | None:
        return self._newest.get((kind, window))
