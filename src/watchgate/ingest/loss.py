"""How long until something is lost for good? OpenAI keeps a log file 30 days; whatever is not in the catalogue by then is gone.

A stream is at risk from two sides: files that are listed and not settled, and time for which we have not even asked.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

KEPT = timedelta(days=30)
"""Contracts §1.2."""
LATE = timedelta(hours=2)
"""Files appear within half an hour of their events; not having asked for longer than this is a gap in the making."""
URGENT = timedelta(hours=72)
"""With less time than this left, the alarm is loud."""


class Alarm(StrEnum):
    """How worried should one be?"""

    NONE = "none"
    LATE = "late"
    """Something waits longer than it should."""
    URGENT = "urgent"
    """Within three days something is lost."""
    LOST = "lost"
    """Something has been lost."""


@dataclass(frozen=True, slots=True)
class StreamState:
    """What the database says of one stream."""

    event_type: str
    backfill_from: datetime
    watermark: datetime | None
    last_polled_at: datetime | None
    last_error: str | None
    listed: int
    failed: int
    settled: int
    expired: int
    events: int
    duplicates: int
    broken_lines: int
    bytes_left: int
    oldest_waiting: datetime | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """`lost_at`: when OpenAI will no longer have the oldest thing that we lack; None while we lack nothing."""

    alarm: Alarm
    lost_at: datetime | None
    hours_left: int | None
    sentence: str


def outlook(stream: StreamState, workspace: str, now: datetime) -> Outlook:
    """What stands to be lost in a stream, and when."""
    name = f"{spoken(stream.event_type)} of workspace {workspace}"
    asked_until = stream.last_polled_at or stream.backfill_from
    lacking = [asked_until] if now - asked_until > LATE else []
    if stream.oldest_waiting is not None:
        lacking.append(stream.oldest_waiting)
    if not lacking:
        alarm = Alarm.LOST if stream.expired else Alarm.NONE
        sentence = f"{name}: {stream.expired} files were lost" if stream.expired else f"{name}: complete"
        return Outlook(alarm, None, None, sentence)
    lost_at = min(lacking) + KEPT
    hours_left = max(0, int((lost_at - now) / timedelta(hours=1)))
    return Outlook(
        _alarm(stream, now, min(lacking), lost_at), lost_at, hours_left, f"{name}: {hours_left} h until loss"
    )


def spoken(event_type: str) -> str:
    """`CONVERSATION_MESSAGE` as people say it."""
    known = {"CONVERSATION_MESSAGE": "conversation messages", "COSTS": "costs"}
    return known.get(event_type, event_type.lower().replace("_", " "))


def _alarm(stream: StreamState, now: datetime, lacking_since: datetime, lost_at: datetime) -> Alarm:
    if stream.expired:
        return Alarm.LOST
    if lost_at - now < URGENT and stream.last_polled_at is not None:
        return Alarm.URGENT
    is_late = now - lacking_since > LATE and (stream.last_error is not None or stream.failed > 0)
    return Alarm.LATE if is_late else Alarm.NONE
