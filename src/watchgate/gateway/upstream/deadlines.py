"""When has something taken too long? One timer for all connections of a pool.

Starting a request only compares two numbers. The timer is set for the earliest moment anyone may be overdue;
when it rings, every connection is asked again, since most have moved on meanwhile.
"""

import asyncio
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

SOONEST_S = 0.01
"""The timer does not ring more often than this."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long we wait, in seconds."""

    connect_s: float
    """For a connection: a free one, or name lookup, TCP and TLS."""
    first_byte_s: float
    """From the request's last byte to the complete head of the answer."""
    idle_s: float
    """Between two pieces of the answer, or of a request body that the upstream takes in slowly."""
    total_s: float
    """For all of it, once connected."""


class Watched(Protocol):
    def due(self) -> float: ...
    def expire(self) -> None: ...


class Deadlines:
    """Rings for those who are overdue."""

    def __init__(self, watched: Callable[[], Iterable[Watched]]) -> None:
        self._watched = watched
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._rings_at = math.inf

    def expect(self, due: float) -> None:
        """Someone may be overdue at *due* (loop time)."""
        if due < self._rings_at:
            self._set(due)

    def stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = None
        self._rings_at = math.inf

    def _set(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._rings_at = at
        self._timer = self._loop.call_at(at, self._ring)

    def _ring(self) -> None:
        self._timer, self._rings_at = None, math.inf
        now = self._loop.time()
        earliest = math.inf
        for one in list(self._watched()):
            if (due := one.due()) <= now:
                one.expire()
            else:
                earliest = min(earliest, due)
        if earliest < self._rings_at:
            self._set(max(earliest, now + SOONEST_S))
