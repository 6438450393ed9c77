"""What was written last, and what is being written now?"""

import json
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from pathlib import Path
from typing import Any

from watchgate.ledger.line import NOTHING, read_payload, split_line
from watchgate.ledger.segment import Segment, segments_of
from watchgate.ledger.slots import writer_dirs

_POLL_S = 0.3
_ENVELOPE = ("time", "seq", "type", "v", "prev", "commitment", "keep_until", "immutable")


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry as it is shown. The payload is in it only if that was asked for."""

    writer: str
    entry: dict[str, Any]
    has_payload: bool
    payload: Any = None

    @classmethod
    def of(cls, writer: str, line: bytes, *, with_payload: bool) -> "Shown":
        entry, record = split_line(line)
        payload = read_payload(record) if with_payload else None
        return cls(writer, json.loads(entry), record != NOTHING, json.loads(payload) if payload else None)

    @property
    def place(self) -> tuple[str, int]:
        return self.writer, self.entry["seq"]

    def as_json(self) -> str:
        shown = {"writer": self.writer, **self.entry, "has_payload": self.has_payload}
        if self.payload is not None:
            shown["payload"] = self.payload
        return json.dumps(shown, ensure_ascii=False)

    def as_text(self) -> str:
        entry = self.entry
        facts = " ".join(f"{name}={_brief(value)}" for name, value in entry.items() if name not in _ENVELOPE)
        text = f"{entry['time']} {self.writer}#{entry['seq']} {entry['type']} {facts}"
        return text if self.payload is None else f"{text}\n    {json.dumps(self.payload)}"


def newest(data_dir: Path, count: int, *, with_payload: bool) -> list[Shown]:
    """The last *count* entries of all logs together, in order of their times."""
    shown = (_last_of(folder, count, with_payload=with_payload) for folder in writer_dirs(data_dir))
    return list(merge(*shown, key=lambda one: str(one.entry["time"])))[-count:] if count else []


def follow(data_dir: Path, *, with_payload: bool) -> Iterator[Shown]:
    """Each entry that is written after this call, as soon as it is there. Does not end."""
    return _follow(
        data_dir,
        {folder: _Place.at_end(folder) for folder in writer_dirs(data_dir)},
        with_payload=with_payload,
    )


def _follow(data_dir: Path, places: dict[Path, "_Place"], *, with_payload: bool) -> Iterator[Shown]:
    while True:
        for folder in writer_dirs(data_dir):
            place = places.setdefault(folder, _Place())
            for line in place.read_on(folder):
                yield Shown.of(folder.name, line, with_payload=with_payload)
        time.sleep(_POLL_S)


def _last_of(folder: Path, count: int, *, with_payload: bool) -> list[Shown]:
    last: deque[bytes] = deque()
    for segment in reversed(segments_of(folder)):
        room = count - len(last)
        complete = (line for line in segment.lines() if line.endswith(b"\n"))
        last.extendleft(reversed(deque(complete, maxlen=room)))
        if len(last) >= count:
            break
    return [Shown.of(folder.name, line, with_payload=with_payload) for line in last]


@dataclass(slots=True)
class _Place:
    """How far a log has been read: up to *offset* of the segment that begins with entry *base*."""

    base: int = -1
    offset: int = 0

    @classmethod
    def at_end(cls, folder: Path) -> "_Place":
        segments = segments_of(folder)
        return cls(segments[-1].base, segments[-1].path.stat().st_size) if segments else cls()

    def read_on(self, folder: Path) -> Iterator[bytes]:
        for segment in segments_of(folder):
            if segment.base > self.base:
                self.base, self.offset = segment.base, len(segment.header().line())
            if segment.base == self.base:
                yield from self._read(segment)

    def _read(self, segment: Segment) -> Iterator[bytes]:
        with segment.path.open("rb") as file:
            file.seek(self.offset)
            for line in file:
                if not line.endswith(b"\n"):
                    return
                self.offset += len(line)
                yield line


def _brief(value: object) -> str:
    return value if isinstance(value, str) and value.isprintable() and " " not in value else json.dumps(value)
