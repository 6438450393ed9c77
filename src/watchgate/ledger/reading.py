"""What stands in a log, from its end backwards? Entries only: whoever wants payloads exports them, and that is on record.

Logs grow without end, so a page never reads more than its own part: the place of an entry is found by halving its segment,
and from there lines are read backwards, until the page is full or *most_bytes* were looked at.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from watchgate.kernel.errors import UserError
from watchgate.ledger.line import NOTHING, MalformedLine, read_head, split_line
from watchgate.ledger.segment import Segment, segments_of
from watchgate.ledger.slots import writer_dirs

MOST_BYTES = 8_000_000
_NEAR_BYTES = 65_536


class UnknownLog(UserError):
    """There is no log with this name."""


class LogDamaged(UserError):
    """A line is none that a ledger would write."""


@dataclass(frozen=True, slots=True)
class Entry:
    """As it was written, without its payload."""

    seq: int
    written: dict[str, Any]
    has_payload: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Entries, the newest first. There may be more before entry number *more_before*; None: there are not."""

    entries: Sequence[Entry]
    more_before: int | None


def log_named(data_dir: Path, name: str) -> Path:
    """The folder of a log. Raises UnknownLog."""
    for folder in writer_dirs(data_dir):
        if folder.name == name:
            return folder
    raise UnknownLog("There is no such log. `GET /api/v1/ledger/logs` lists those there are.")


def entries_before(
    log: Path, before: int | None, limit: int, type_: str | None = None, *, most_bytes: int = MOST_BYTES
) -> Found:
    """Up to *limit* entries before entry number *before* (None: the newest), of one type or all. Raises LogDamaged, OSError."""
    found: list[Entry] = []
    looked_at = 0
    segments = segments_of(log)
    for segment in reversed(segments):
        if before is not None and segment.base >= before:
            continue
        for line in _backwards(segment, before):
            entry, type_of_it = _read(log, line)
            looked_at += len(line)
            if type_ is None or type_of_it == type_:
                found.append(entry)
            if len(found) == limit or looked_at >= most_bytes:
                return Found(found, entry.seq if entry.seq > segments[0].base else None)
    return Found(found, None)


def _read(log: Path, line: bytes) -> tuple[Entry, str]:
    try:
        written, record = split_line(line)
        head = read_head(written)
        return Entry(head.seq, msgspec.json.decode(written), record != NOTHING), head.type
    except (MalformedLine, msgspec.DecodeError):
        raise LogDamaged(
            f"The log {log.name} has a line that was not written by us. `watchgate ledger verify` says where it was changed."
        ) from None


def _backwards(segment: Segment, before: int | None) -> Iterator[bytes]:
    """The complete lines of a segment's entries, from the one in front of number *before*, the last first."""
    with segment.path.open("rb") as file:
        floor = len(file.readline())
        end = _end_of(file) if before is None else _place_of(file, before, floor)
        rest = b""
        while end > floor:
            start = max(floor, end - _NEAR_BYTES)
            file.seek(start)
            first, *others = (file.read(end - start) + rest).splitlines(keepends=True)
            yield from reversed(others)
            rest, end = first, start
        if rest:
            yield rest


def _end_of(file: BinaryIO) -> int:
    """Behind the last complete line: one may be being written."""
    end = file.seek(0, os.SEEK_END)
    while end:
        start = max(0, end - _NEAR_BYTES)
        file.seek(start)
        place = file.read(end - start).rfind(b"\n")
        if place >= 0:
            return start + place + 1
        end = start
    return 0


def _place_of(file: BinaryIO, seq: int, floor: int) -> int:
    """Where entry number *seq* begins, or the end when the segment ends before it."""
    low, high = floor, _end_of(file)
    end = high
    while high - low > _NEAR_BYTES:
        middle = (low + high) // 2
        file.seek(middle)
        file.readline()
        place = file.tell()
        if place >= end or _seq_of(file.readline()) >= seq:
            high = middle
        else:
            low = place
    file.seek(low)
    while low < end:
        line = file.readline()
        if _seq_of(line) >= seq:
            return low
        low += len(line)
    return end


def _seq_of(line: bytes) -> int:
    try:
        return read_head(line.partition(b"\t")[0]).seq
    except MalformedLine:
        raise LogDamaged(
            "A line of the log was not written by us. `watchgate ledger verify` says where it was changed."
        ) from None
