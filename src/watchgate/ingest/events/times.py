"""When was it? The forms in which OpenAI writes a time, as an aware moment in UTC."""

from datetime import UTC, datetime, timedelta

_EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 100_000_000_000
"""As Unix seconds, a number this large would lie in the year 5138."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DATE_CHARS = 10


def moment(value: object) -> datetime | None:
    """*value* as a moment: ISO 8601 with `Z`, an offset, or none (UTC), any fraction; or Unix seconds or milliseconds.

    None when it is no time, only a date, or out of all reason (before 2015, or after 2099).
    """
    try:
        found = _of_text(value) if isinstance(value, str) else _of_number(value)
    except (ValueError, OverflowError):
        return None
    if found is None or not _EARLIEST <= found < _LATEST:
        return None
    return found


def _of_text(text: str) -> datetime | None:
    if len(text) <= _DATE_CHARS:
        return None
    found = datetime.fromisoformat(text)
    zone = found.tzinfo
    if zone is UTC:
        return found
    return found.replace(tzinfo=UTC) if zone is None else found.astimezone(UTC)


def _of_number(value: object) -> datetime | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    seconds = value / 1000 if abs(value) >= _MILLISECONDS_FROM else value
    return _EPOCH + timedelta(seconds=seconds)
