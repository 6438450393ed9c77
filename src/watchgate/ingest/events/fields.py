"""What does a field of a JSON object hold, when it holds what it should? Lenient: anything else is nothing."""

from collections.abc import Iterator, Mapping
from typing import Any

from watchgate.ingest.events.model import MAX_ID_CHARS
from watchgate.kernel.content import Content

Object = Mapping[str, Any]
_EMPTY: Object = {}


class Unusable(Exception):
    """A field without which an event cannot be kept is missing or wrong. `reason` names it, never its value."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def required_id(holder: Object, key: str, name: str) -> str:
    """The id under *key*, storable. Raises Unusable, which calls it *name*."""
    value = holder.get(key)
    if type(value) is not str:
        raise Unusable(f"{name}_missing" if value is None else f"{name}_not_text")
    if not value:
        raise Unusable(f"{name}_empty")
    if len(value) > MAX_ID_CHARS:
        raise Unusable(f"{name}_too_long")
    return value.replace("\0", "\ufffd") if "\0" in value else value


def short_text(holder: Object, key: str) -> str | None:
    """A name or id that may be missing, storable and cut to `MAX_ID_CHARS`. None when it is no text, or empty."""
    value = holder.get(key)
    if type(value) is not str or not value:
        return None
    return value[:MAX_ID_CHARS].replace("\0", "\ufffd")


def content(holder: Object, key: str) -> Content | None:
    """Somebody's text, as it is. None when it is none, or empty."""
    value = holder.get(key)
    return Content(value) if type(value) is str and value else None


def flag(holder: Object, key: str) -> bool | None:
    """A boolean, or None."""
    value = holder.get(key)
    return value if isinstance(value, bool) else None


def child(holder: Object, key: str) -> Object:
    """The object under *key*; an empty one when there is none."""
    value = holder.get(key)
    return value if isinstance(value, dict) else _EMPTY


def children(holder: Object, key: str) -> Iterator[Object]:
    """The objects of the list under *key*; none when there is no list."""
    value = holder.get(key)
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


def short_texts(holder: Object, key: str) -> tuple[str, ...]:
    """The names of the list under *key*, storable; at most 100."""
    value = holder.get(key)
    if not isinstance(value, list):
        return ()
    return tuple(item[:MAX_ID_CHARS].replace("\0", "\ufffd") for item in value[:100] if isinstance(item, str))
