"""What time is it? The only place that asks the machine.

Time is aware, UTC, and passed in as an argument (`Clock`) wherever a decision depends on it.
"""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


def rfc3339(moment: datetime) -> str:
    """*moment* as RFC 3339 in UTC with microseconds: `2026-11-22T21:03:00.000000Z`."""
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:-6] + "Z"
