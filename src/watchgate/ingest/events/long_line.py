"""Which values share a line that is longer than a value may be? Those that are complete, while the rest is still unread."""

from collections.abc import Iterator
from typing import BinaryIO

from watchgate.ingest.events.boundaries import next_object_after
from watchgate.ingest.events.run import MAX_NEW_STARTS, Broken, Line, Run

MAX_RAW_OF_TOO_LONG = 64 * 1024
_SKIPPED_AT_ONCE = 64 * 1024
_LONGEST_GAP = 64
"""Bytes kept while skipping, so that a boundary between two pieces is seen."""


class LongLine:
    """A line of *file* whose beginning *data*, at *offset*, was read. Afterwards `offset` is where the next line begins."""

    def __init__(self, file: BinaryIO, data: bytes, offset: int, max_value_bytes: int) -> None:
        self._file = file
        self._data = data
        self._most = max_value_bytes + 1
        self._new_starts = 0
        self.offset = offset

    def lines(self) -> Iterator[Line | Broken]:
        """What the line holds, in order. Memory: one longest value."""
        is_whole = False
        while not is_whole:
            self._fill()
            is_whole = self._is_ended or len(self._data) < self._most
            run = Run(self._data, self.offset)
            yield from run.lines(is_whole=is_whole)
            if run.position or is_whole:
                self._drop(run.position)
            else:
                yield self._too_long()

    @property
    def _is_ended(self) -> bool:
        return self._data.endswith(b"\n")

    def _fill(self) -> None:
        if not self._is_ended:
            self._data += self._file.readline(self._most - len(self._data))

    def _drop(self, size_bytes: int) -> None:
        self._data = self._data[size_bytes:]
        self.offset += size_bytes

    def _too_long(self) -> Broken:
        """The value at hand, which does not end within what a value may be: dropped up to the next one."""
        start, raw = self.offset, self._data[:MAX_RAW_OF_TOO_LONG]
        self._new_starts += 1
        while (boundary := self._boundary()) is None and not self._is_ended:
            self._drop(max(0, len(self._data) - _LONGEST_GAP))
            if not (more := self._file.readline(_SKIPPED_AT_ONCE)):
                break
            self._data += more
        self._drop(len(self._data) if boundary is None else boundary)
        return Broken(start, self.offset - start, "too_long", raw[: self.offset - start])

    def _boundary(self) -> int | None:
        return next_object_after(self._data, 0) if self._new_starts <= MAX_NEW_STARTS else None
