"""Is this host worth asking right now? After a row of failures we leave it alone for a while, then try once.

closed ──5 failures in a row──► open ──rest over──► one attempt ──success──► closed
                                  ▲──────────failure, the rest doubles──────────┘
"""

from collections import OrderedDict
from dataclasses import dataclass

_MOST_HOSTS = 256


@dataclass(slots=True)
class Breaker:
    """One host. Pure: the time is passed in, as seconds of a clock that never goes back."""

    threshold: int = 5
    first_rest_s: float = 5.0
    longest_rest_s: float = 120.0
    failures: int = 0
    """In a row."""
    open_until: float | None = None
    rest_s: float = 0.0
    is_trying: bool = False
    """One attempt is under way to see whether the host is back."""

    def wait_s(self, now: float) -> float:
        """0: ask. Otherwise: do not, for so many seconds.

        Whoever is let through after a rest is the one attempt: until it is known how that went, others rest on.
        """
        if self.open_until is None:
            return 0.0
        if now < self.open_until:
            return self.open_until - now
        self.open_until = now + self.rest_s
        self.is_trying = True
        return 0.0

    def succeeded(self) -> None:
        """The host answered, whatever it said, unless it was 5xx."""
        self.failures, self.open_until, self.rest_s, self.is_trying = 0, None, 0.0, False

    def failed(self, now: float) -> None:
        """5xx, a timeout, no connection."""
        self.failures += 1
        if self.is_trying:
            self.rest_s = min(self.longest_rest_s, self.rest_s * 2)
        elif self.open_until is None and self.failures >= self.threshold:
            self.rest_s = self.first_rest_s
        else:  # too early to say; or resting already, and this one was sent before
            return
        self.is_trying = False
        self.open_until = now + self.rest_s


class Breakers:
    """The hosts of a process. Share one among all clients."""

    def __init__(self) -> None:
        self._by_host: OrderedDict[str, Breaker] = OrderedDict()

    def of(self, host: str) -> Breaker:
        """The breaker of `host:port`."""
        breaker = self._by_host.setdefault(host, Breaker())
        self._by_host.move_to_end(host)
        if len(self._by_host) > _MOST_HOSTS:
            self._by_host.popitem(last=False)
        return breaker
