"""When are skills used? Mostly in office hours of working days; and how is a moment of an hour written?"""

from collections.abc import Iterator
from datetime import datetime, timedelta

_OFFICE = range(8, 18)
_IN_OFFICE, _OUTSIDE = 1.0, 0.04


def hours(begin: datetime, days: int, events: int) -> Iterator[tuple[datetime, int]]:
    """Each hour from *begin*, and how many of all *events* should have happened at its end."""
    shares = [_share(begin + timedelta(hours=number)) for number in range(days * 24)]
    total, so_far = sum(shares), 0.0
    for number, share in enumerate(shares):
        so_far += share
        yield begin + timedelta(hours=number), round(events * so_far / total)


def written(prefix: str, microseconds: int) -> str:
    """The moment so long after the hour that *prefix* (`2026-10-25T13:`) names."""
    seconds, micros = divmod(microseconds, 1_000_000)
    return f"{prefix}{seconds // 60:02d}:{seconds % 60:02d}.{micros:06d}Z"


def _share(hour: datetime) -> float:
    return _IN_OFFICE if hour.weekday() < 5 and hour.hour in _OFFICE else _OUTSIDE
