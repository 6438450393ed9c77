"""How many in a minute? A bucket that holds a minute's worth and fills evenly, kept as one number: when it will be full again.

(The generic cell rate algorithm.) Times are nanoseconds since 1970.
"""

MINUTE_NS = 60_000_000_000
MAX_DEBT_NS = 10 * MINUTE_NS
"""What an answer took beyond the limit is made up for by waiting, at most this long; nor does a clock that was put back hurt longer."""


def take(full_at: int, now: int, per_minute: int, amount: int) -> tuple[int, int]:
    """(when it is full again, 0) if *amount* may be taken now; else (as before, how long to wait).

    More than a minute's worth at once is let through when the bucket is full, and then made up for.
    """
    begins = min(max(full_at, now), now + MAX_DEBT_NS)
    after = begins + _time_of(amount, per_minute)
    wait = min(after - now - MINUTE_NS, begins - now)
    return (after, 0) if wait <= 0 else (full_at, wait)


def put_right(full_at: int, per_minute: int, more: int) -> int:
    """It was *more* than was taken, or less (negative)."""
    return full_at + _time_of(more, per_minute)


def _time_of(amount: int, per_minute: int) -> int:
    return amount * MINUTE_NS // per_minute
