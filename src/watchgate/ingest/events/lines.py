"""Which JSON values does a log file hold, one after the other, whatever its state?

A value stands on one line; several may share it. What cannot be read is told with its place, up to where reading can go
on, and does not cost its neighbours. Memory: one line, or `MAX_VALUE_BYTES` of a longer one.
"""

from collections.abc import Generator, Iterator
from typing import Any, BinaryIO

import msgspec

from watchgate.ingest.events.boundaries import next_object_after, without_separators
from watchgate.ingest.events.decoding import Undecodable, decode_leniently, decode_strictly
from watchgate.ingest.events.run import MAX_NEW_STARTS, Piece, Run

MAX_VALUE_BYTES = 16 * 1024 * 1024
MAX_RAW_OF_TOO_LONG = 64 * 1024


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


def read_lines(file: BinaryIO, *, max_value_bytes: int = MAX_VALUE_BYTES) -> Iterator[Line | Broken]:
    """Every value of *file* in order, and every broken piece at its place. Raises only what reading *file* raises."""
    offset = 0
    while data := file.readline(max_value_bytes + 1):
        if len(data) > max_value_bytes and not data.endswith(b"\n"):
            offset = yield from _long_line(file, data, offset, max_value_bytes)
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
        yield from _placed(Run(raw).pieces(is_whole=True), offset + skipped)
        return
    yield Line(offset + skipped, len(raw), value, raw, repairs)


def _long_line(
    file: BinaryIO, data: bytes, offset: int, max_value_bytes: int
) -> Generator[Line | Broken, None, int]:
    """A line longer than a value may be: the values that share it, as they become complete. Returns where the next begins."""
    new_starts = 0
    while True:
        is_whole = data.endswith(b"\n") or len(data) <= max_value_bytes
        run = Run(data)
        yield from _placed(run.pieces(is_whole=is_whole), offset)
        read_to = run.position
        if read_to == 0:  # the first value does not end within what a value may be
            new_starts += 1
            read_to = next_object_after(data, 0) or 0
            if read_to == 0 or new_starts > MAX_NEW_STARTS:
                return (yield from _rest_of_line(file, data, offset))
            yield Broken(offset, read_to, "too_long", data[: min(read_to, MAX_RAW_OF_TOO_LONG)])
        offset += read_to
        if is_whole:
            return offset
        data = data[read_to:] + file.readline(max_value_bytes + 1 - len(data) + read_to)


def _rest_of_line(file: BinaryIO, data: bytes, offset: int) -> Generator[Broken, None, int]:
    size_bytes, last = len(data), data
    while not last.endswith(b"\n") and (last := file.readline(MAX_RAW_OF_TOO_LONG)):
        size_bytes += len(last)
    yield Broken(offset, size_bytes, "too_long", data[:MAX_RAW_OF_TOO_LONG])
    return offset + size_bytes


def _placed(pieces: Iterator[Piece], offset: int) -> Iterator[Line | Broken]:
    for piece in pieces:
        place, size_bytes = offset + piece.start, len(piece.raw)
        if piece.fault is None:
            yield Line(place, size_bytes, piece.value, piece.raw, piece.repairs)
        else:
            yield Broken(place, size_bytes, piece.fault, piece.raw)
