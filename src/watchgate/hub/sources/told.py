"""How do all sources read what they are told? Values of the right type, or nothing; other people's words are never quoted."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_MAX_TEXT = 200


def part(of: Any, *path: str) -> Mapping[str, Any]:  # noqa: ANN401 -- whatever was told
    """The object at *path*; an empty one when there is none."""
    for name in path:
        of = of.get(name) if isinstance(of, Mapping) else None
    return of if isinstance(of, Mapping) else {}


def text(value: object) -> str | None:
    """An id or a name; None when it is none, empty, or too long to be one."""
    is_one = isinstance(value, str) and 0 < len(value) <= _MAX_TEXT and "\0" not in value
    return str(value) if is_one else None


def number(value: object) -> int | None:
    """A count; None when it is none."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def moment(value: object) -> datetime | None:
    """A time with its offset (RFC 3339), or Unix seconds; None when it is none."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(value, UTC)
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and found.tzinfo is not None else None
