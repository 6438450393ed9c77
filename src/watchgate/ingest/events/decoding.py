"""What value do the bytes of one JSON text hold? Strictly first, then with the faults that real producers make, said aloud."""

import json
import re
from collections.abc import Callable
from typing import Any

import msgspec

INVALID_UTF8 = "invalid_utf8"
LONE_SURROGATE = "lone_surrogate"
LENIENT_JSON = "lenient_json"
"""Control characters in a string, or a number out of range: not JSON, and readable all the same."""

_strictly = msgspec.json.Decoder().decode
_SURROGATE = re.compile("[\ud800-\udfff]")


class Undecodable(ValueError):
    """Not a JSON text. `reason`: `malformed` or `too_deep`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def decode_strictly(raw: bytes) -> Any:  # noqa: ANN401 -- JSON has no other type
    """The value of *raw* when it is flawless. Raises Undecodable (`malformed`: perhaps only by the strict reading)."""
    try:
        return _strictly(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as flaw:
        raise Undecodable("malformed") from flaw
    except RecursionError as flaw:
        raise Undecodable("too_deep") from flaw


def decode(raw: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value and what had to be mended, if anything. Raises Undecodable."""
    try:
        return decode_strictly(raw), ()
    except Undecodable:
        return decode_leniently(raw)


def decode_leniently(raw: bytes) -> tuple[Any, tuple[str, ...]]:
    """The value, and what had to be mended (U+FFFD stands where it could not be read). Raises Undecodable."""
    try:
        return _mended(raw)
    except RecursionError as flaw:
        raise Undecodable("too_deep") from flaw
    except ValueError as flaw:
        raise Undecodable("malformed") from flaw


def _mended(raw: bytes) -> tuple[Any, tuple[str, ...]]:
    try:
        text, repairs = raw.decode(), []
    except UnicodeDecodeError:
        text, repairs = raw.decode(errors="replace"), [INVALID_UTF8]
    value = json.loads(text, strict=False, parse_constant=_refuse)
    has_surrogate = False

    def replace(part: str) -> str:
        nonlocal has_surrogate
        clean, count = _SURROGATE.subn("\ufffd", part)
        has_surrogate |= count > 0
        return clean

    value = _map_strings(value, replace)
    if has_surrogate:
        repairs.append(LONE_SURROGATE)
    return value, tuple(repairs or [LENIENT_JSON])


def _map_strings(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 -- JSON has no other type
    match value:
        case str():
            return change(value)
        case list():
            return [_map_strings(item, change) for item in value]
        case dict():
            return {change(key): _map_strings(item, change) for key, item in value.items()}
    return value


def _refuse(name: str) -> None:
    raise ValueError(f"{name} is not JSON")
