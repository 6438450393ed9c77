"""When does an office talk? Mostly on working days from eight to six, with some people in other time zones."""

from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from itertools import accumulate

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)
_HOUR_US = _HOUR // _MICROSECOND

_BUSY = (2, 1, 1, 1, 1, 3, 12, 40, 80, 100, 95, 70, 60, 90, 95, 85, 70, 45, 30, 24, 18, 12, 8, 4)
"""How much is said in each hour (UTC) of a working day."""
_WEEKEND_SHARE = 0.06


class OfficeHours:
    """Maps the share of all that was said to the moment at which that much had been said. Moments are microseconds since 1970."""

    def __init__(self, days: int, end: datetime) -> None:
        self._start_us = (end - timedelta(days=days) - EPOCH) // _MICROSECOND
        start = end - timedelta(days=days)
        busy = [_busy(start + hour * _HOUR) for hour in range(days * 24)]
        self._until = list(accumulate(busy))

    def at(self, share: float) -> int:
        """The moment for *share* in [0, 1]; never falls as *share* rises."""
        wanted = share * self._until[-1]
        hour = min(bisect_right(self._until, wanted), len(self._until) - 1)
        before = self._until[hour - 1] if hour else 0.0
        within = (wanted - before) / (self._until[hour] - before)
        return self._start_us + hour * _HOUR_US + min(int(within * _HOUR_US), _HOUR_US)


def moment(microseconds: int) -> datetime:
    """Microseconds since 1970 as an aware time in UTC."""
    return EPOCH + timedelta(microseconds=microseconds)


def _busy(hour: datetime) -> float:
    share = _WEEKEND_SHARE if hour.weekday() >= 5 else 1.0
    return _BUSY[hour.hour] * share
