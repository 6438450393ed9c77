"""Which values stand one behind the other in a run of bytes, and where does reading go on after a broken one?"""

from collections.abc import Iterator
from typing import Any

import msgspec

from watchgate.ingest.events.boundaries import end_of_value, is_blank, next_object_after, next_opening
from watchgate.ingest.events.decoding import Undecodable, decode

MAX_NEW_STARTS = 64
"""How often reading starts anew inside a broken value: each costs a pass over the rest of it."""


class Line(msgspec.Struct, frozen=True, gc=False):
    """A value, where its first byte stands in the file, and its bytes as they were. `repairs`: see `decoding`; mostly empty."""

    offset: int
    size_bytes: int
    value: Any
    raw: bytes
    repairs: tuple[str, ...] = ()


class Broken(msgspec.Struct, frozen=True, gc=False):
    """A piece that is no JSON. `reason`: `malformed`, `truncated`, `too_deep` or `too_long`; only of the last is `raw` cut."""

    offset: int
    size_bytes: int
    reason: str
    raw: bytes


class Run:
    """Objects and arrays, concatenated or with separators between them. `position`: up to where all has been told."""

    def __init__(self, data: bytes, offset: int) -> None:
        self._data = data
        self._offset = offset
        self._fault: str | None = None
        self._new_starts = 0
        self.position = 0

    def lines(self, *, is_whole: bool) -> Iterator[Line | Broken]:
        """What the data holds, in order. Unless *is_whole*, it goes on elsewhere: a last value without its end is left."""
        data, reading = self._data, 0
        while (start := next_opening(data, reading)) < len(data):
            if not is_blank(data[reading:start]):
                self._blame("malformed")
            end = end_of_value(data, start)
            if end is None and not is_whole:
                yield from self._broken_until(start)
                return
            line = self._read(start, end)
            if line is None:
                reading = self._new_start(start, len(data) if end is None else end)
                continue
            yield from self._broken_until(start)
            yield line
            reading = self.position = start + line.size_bytes
        if not is_blank(data[reading:]):
            self._blame("malformed")
        yield from self._broken_until(len(data))

    def _read(self, start: int, end: int | None) -> Line | None:
        if end is None:
            self._blame("truncated")
            return None
        raw = self._data[start:end]
        try:
            value, repairs = decode(raw)
        except Undecodable as flaw:
            self._blame(flaw.reason)
            return None
        return Line(self._offset + start, len(raw), value, raw, repairs)

    def _new_start(self, start: int, end: int) -> int:
        """Where to go on after the broken value at *start*: a lost quote may have swallowed what comes before its *end*."""
        self._new_starts += 1
        following = next_object_after(self._data, start)
        if following is None or self._new_starts > MAX_NEW_STARTS:
            return end
        return min(following, end)

    def _blame(self, fault: str) -> None:
        self._fault = self._fault or fault

    def _broken_until(self, end: int) -> Iterator[Broken]:
        """What lies behind the last value, when something in it is at fault and not only separators."""
        if self._fault is not None:
            yield Broken(
                self._offset + self.position,
                end - self.position,
                self._fault,
                self._data[self.position : end],
            )
            self._fault = None
        self.position = end
