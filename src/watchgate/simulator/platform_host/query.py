"""What did the query say? Arrays with brackets or without, whole numbers, and what is missing (contracts §2.1 to §2.3)."""

from collections.abc import Sequence

from watchgate.simulator.api_error import invalid, missing
from watchgate.simulator.endpoint import Call


def values(call: Call, name: str) -> list[str]:
    """All values of an array parameter: `x=a&x=b` or `x[]=a&x[]=b`."""
    return [value for key, value in call.pairs if key in (name, f"{name}[]")]


def number(call: Call, name: str) -> int | None:
    """A whole number; None when it is not given. Raises ApiError."""
    text = call.query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise invalid(name, f"expected a whole number, but got {text!r}.")
    return int(text)


def required_number(call: Call, name: str) -> int:
    found = number(call, name)
    if found is None:
        raise missing(name)
    return found


def limit(call: Call, *, default: int, most: int) -> int:
    """How many at most, from 1. Raises ApiError."""
    found = number(call, "limit")
    if found is None:
        return default
    if not 1 <= found <= most:
        raise invalid("limit", f"expected a value from 1 to {most}, but got {found}.")
    return found


def choices(call: Call, name: str, allowed: Sequence[str]) -> list[str]:
    """The values of an array parameter, all of them *allowed*. Raises ApiError."""
    given = values(call, name)
    for each in given:
        if each not in allowed:
            raise invalid(name, f"supported values are {', '.join(allowed)}, but got {each!r}.")
    return given
