"""Has a key asked an endpoint too often this minute?"""

from datetime import datetime

_MINUTE_S = 60


class RateLimits:
    """At most *per_minute* calls per key and endpoint in each minute of the clock; 0: no limit."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}

    def wait_s(self, key: str, endpoint: str, now: datetime) -> int | None:
        """Count one call. How many whole seconds to wait when there was none left; else None."""
        if not self.per_minute:
            return None
        minute, second = divmod(int(now.timestamp()), _MINUTE_S)
        if minute != self._minute:
            self._minute = minute
            self._counts.clear()
        count = self._counts.get((key, endpoint), 0) + 1
        self._counts[key, endpoint] = count
        return _MINUTE_S - second if count > self.per_minute else None
