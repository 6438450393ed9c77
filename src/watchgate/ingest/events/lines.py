"""Which JSON values does a log file hold, one after the other, whatever its state?

A value stands on one line; several may share it. What cannot be read is told with its place, up to where reading can go
on, and does not cost its neighbours. Memory: one line, or `MAX_VALUE_BYTES` of a longer one.
"""

from collections.abc import Iterator
from typing import BinaryIO

from watchgate.ingest.events.boundaries import without_separators
from watchgate.ingest.events.decoding import Undecodable, decode_leniently, decode_strictly
from watchgate.ingest.events.long_line import LongLine
from watchgate.ingest.events.run import Broken, Line, Run

__all__ = ["MAX_VALUE_BYTES", "Broken", "Line", "read_lines"]

MAX_VALUE_BYTES = 16 * 1024 * 1024


def read_lines(file: BinaryIO, *, max_value_bytes: int = MAX_VALUE_BYTES) -> Iterator[Line | Broken]:
    """Every value of *file* in order, and every broken piece at its place. Raises only what reading *file* raises."""
    offset = 0
    while data := file.readline(max_value_bytes + 1):
        if len(data) > max_value_bytes and not data.endswith(b"\n"):
            long_line = LongLine(file, data, offset, max_value_bytes)
            yield from long_line.lines()
            offset = long_line.offset
        else:
            yield from _one_line(data, offset)
            offset += len(data)


def _one_line(data: bytes, offset: int) -> Iterator[Line | Broken]:
    try:
        value = decode_strictly(data)
    except Undecodable:
        yield from _flawed_line(data, offset)
        return
    skipped, raw = without_separators(data)
    yield Line(offset + skipped, len(raw), value, raw)


def _flawed_line(data: bytes, offset: int) -> Iterator[Line | Broken]:
    skipped, raw = without_separators(data)
    if not raw:
        return
    try:
        value, repairs = decode_leniently(raw)
    except Undecodable:
        yield from Run(raw, offset + skipped).lines(is_whole=True)
        return
    yield Line(offset + skipped, len(raw), value, raw, repairs)
