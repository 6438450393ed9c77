"""Which moment does a timestamp of OpenAI's mean? ISO 8601 with `Z`, an offset or nothing (UTC), or Unix seconds."""

import math
from datetime import UTC, datetime

Timestamp = str | int | float
"""As it stands in JSON."""


def moment(stamp: Timestamp) -> datetime:
    """*stamp* as an aware moment in UTC, to the microsecond. Raises ValueError, whose text holds no value."""
    try:
        if not isinstance(stamp, str):
            return _of_number(stamp)
        text = stamp.strip()
        if _is_number(text):
            return _of_number(float(text))
        read = datetime.fromisoformat(text.replace("z", "Z"))
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError):
        raise ValueError("not a timestamp") from None


def _of_number(seconds: float) -> datetime:
    if not math.isfinite(seconds):
        raise ValueError("not finite")
    return datetime.fromtimestamp(seconds, UTC)


def _is_number(text: str) -> bool:
    """Unix seconds as text. Eight digits are a date (`20260716`), which is how the ISO parser takes them."""
    whole, _, fraction = text.partition(".")
    return whole.isdecimal() and len(whole) != len("20260716") and (not fraction or fraction.isdecimal())
