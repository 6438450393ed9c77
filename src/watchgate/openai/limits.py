"""May this key ask this endpoint now, or how long must it wait? One adaptive budget per key and endpoint."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from watchgate.openai.bucket import Bucket
from watchgate.openai.errors import TryAgain
from watchgate.openai.routes import Kind, Route

_MOST_BUCKETS = 4096
_PAUSE_UNSAID_S = 5.0
"""How long a 429 without `Retry-After` stops an endpoint."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Requests a minute for each endpoint of a kind; `math.inf` leaves it to OpenAI to say "too many"."""

    list: float = 50
    item: float = 100
    log_download: float = 50

    def of(self, kind: Kind) -> float:
        return {Kind.LIST: self.list, Kind.ITEM: self.item, Kind.LOG_DOWNLOAD: self.log_download}[kind]


class Limits:
    """The budgets of a process. Share one among all clients: two with the same key then share its budget too."""

    def __init__(self, rates: Rates | None = None, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self._rates = rates or Rates()
        self._seconds = seconds
        self._buckets: OrderedDict[tuple[bytes, str], Bucket] = OrderedDict()

    async def turn(self, key: str, route: Route, longest_wait: timedelta) -> float:
        """Wait until *key* may ask *route*; returns the moment (monotonic seconds), for `refused`.

        Raises TryAgain, without waiting, when that would take longer than *longest_wait*. May be cancelled.
        """
        bucket = self._bucket(key, route)
        expected_s = bucket.wait_s(self._seconds())
        if expected_s > longest_wait.total_seconds():
            raise TryAgain(
                f"The budget for {route} is used up for {expected_s:.0f} s.",
                reason="rate_limited",
                after=timedelta(seconds=expected_s),
            )
        wait_s = bucket.take(self._seconds())
        try:
            while wait_s > 0:
                await asyncio.sleep(wait_s)
                wait_s = bucket.paused_s(self._seconds())
        except asyncio.CancelledError:
            bucket.give_back()
            raise
        return self._seconds()

    def refused(self, key: str, route: Route, *, asked_at: float, after: timedelta | None) -> None:
        """OpenAI answered 429: lower the rate, and let nobody ask for as long as it says."""
        pause_s = _PAUSE_UNSAID_S if after is None else after.total_seconds()
        self._bucket(key, route).refused(self._seconds(), asked_at=asked_at, pause_s=pause_s)

    def _bucket(self, key: str, route: Route) -> Bucket:
        name = (sha256(key.encode()).digest(), str(route))
        bucket = self._buckets.get(name)
        if bucket is None:
            bucket = self._buckets[name] = Bucket(self._rates.of(route.kind), self._seconds())
            if len(self._buckets) > _MOST_BUCKETS:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(name)
        return bucket
