"""Which values stand one behind the other in a run of bytes, and where does reading go on after a broken one?"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from watchgate.ingest.events.boundaries import end_of_value, is_blank, next_object_after, next_opening
from watchgate.ingest.events.decoding import Undecodable, decode

MAX_NEW_STARTS = 64
"""How often reading starts anew inside a broken value: each costs a pass over the rest of it."""


class Piece(NamedTuple):
    """A value; or, with a `fault`, bytes that are none."""

    start: int
    raw: bytes
    value: Any = None
    repairs: tuple[str, ...] = ()
    fault: str | None = None


class Run:
    """Objects and arrays, concatenated or with separators between them. `position`: up to where all has been told."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._fault: str | None = None
        self._new_starts = 0
        self.position = 0

    def pieces(self, *, is_whole: bool) -> Iterator[Piece]:
        """The pieces in order. Unless *is_whole*, the data goes on elsewhere: a last value without its end is left."""
        data, reading = self._data, 0
        while (start := next_opening(data, reading)) < len(data):
            if not is_blank(data[reading:start]):
                self._blame("malformed")
            end = end_of_value(data, start)
            if end is None and not is_whole:
                yield from self._broken_until(start)
                return
            value = self._read(start, end)
            if value is None:
                reading = self._new_start(start, len(data) if end is None else end)
                continue
            yield from self._broken_until(start)
            yield value
            reading = self.position = start + len(value.raw)
        if not is_blank(data[reading:]):
            self._blame("malformed")
        yield from self._broken_until(len(data))

    def _read(self, start: int, end: int | None) -> Piece | None:
        if end is None:
            self._blame("truncated")
            return None
        raw = self._data[start:end]
        try:
            value, repairs = decode(raw)
        except Undecodable as flaw:
            self._blame(flaw.reason)
            return None
        return Piece(start, raw, value, repairs)

    def _new_start(self, start: int, end: int) -> int:
        """Where to go on after the broken value at *start*: a lost quote may have swallowed what comes before its *end*."""
        self._new_starts += 1
        following = next_object_after(self._data, start)
        if following is None or self._new_starts > MAX_NEW_STARTS:
            return end
        return min(following, end)

    def _blame(self, fault: str) -> None:
        self._fault = self._fault or fault

    def _broken_until(self, end: int) -> Iterator[Piece]:
        """What was told of nobody, when it is more than separators."""
        if self._fault is not None:
            yield Piece(self.position, self._data[self.position : end], fault=self._fault)
            self._fault = None
        self.position = end
