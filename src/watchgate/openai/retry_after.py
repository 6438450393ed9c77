"""How long does `Retry-After` ask us to wait? Whole seconds, a fraction, or an HTTP date (RFC 9110 §10.2.3)."""

import math
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

LONGEST = timedelta(hours=1)
"""Nobody makes us wait longer than this, whatever the header says."""


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that *value* asks for, between nothing and an hour; None when there is no header or it cannot be read."""
    if value is None:
        return None
    try:
        seconds = float(value)
    except ValueError:
        return _until(value, now)
    if not math.isfinite(seconds) or seconds < 0:
        return None
    return timedelta(seconds=min(seconds, LONGEST.total_seconds()))


def _until(date: str, now: datetime) -> timedelta | None:
    try:
        then = parsedate_to_datetime(date)
    except (ValueError, OverflowError):
        return None
    then = then if then.tzinfo else then.replace(tzinfo=UTC)
    return max(timedelta(0), min(then - now, LONGEST))
