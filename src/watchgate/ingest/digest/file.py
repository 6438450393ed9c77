"""How is a whole log file digested? In a process of its own: nothing of it is kept in memory but the piece at hand."""

import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from watchgate.detection.engine import default_engine
from watchgate.ingest.digest.event import Digester, Sealer
from watchgate.ingest.digest.examine import Examiner
from watchgate.ingest.digest.frames import write_frame
from watchgate.ingest.digest.rows import BrokenRow, Digested, Drift, Frame
from watchgate.ingest.events.drift import SchemaDrift
from watchgate.ingest.events.lines import Broken, Line, read_lines
from watchgate.ingest.events.model import Rejected
from watchgate.ingest.events.parse import parse

FRAME_EVENTS = 1000
FRAME_BYTES = 8 * 1024 * 1024
"""A frame ends when it has so many events, or came from so many bytes: it is held in memory twice."""
MAX_QUARANTINED_BYTES = 64 * 1024


class Digestion(msgspec.Struct, frozen=True):
    """What digesting a file came to."""

    events: int
    broken_lines: int
    drift: Drift


def digest_file(source: Path, target: Path, sealer: Sealer, own_keys: frozenset[str]) -> Digestion:
    """Read the log file *source* and write its frames to *target* (made for this user alone)."""
    digester = Digester(sealer, Examiner(default_engine(), sealer.fingerprint), own_keys)
    drift = SchemaDrift()
    events = broken_lines = 0
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    with source.open("rb") as lines, os.fdopen(descriptor, "wb") as frames:
        for frame in _frames(read_lines(lines), digester, sealer, drift):
            write_frame(frames, frame)
            events += len(frame.events)
            broken_lines += len(frame.broken)
    return Digestion(events, broken_lines, Drift(dict(drift.types), dict(drift.fields)))


def _frames(
    lines: Iterator[Line | Broken], digester: Digester, sealer: Sealer, drift: SchemaDrift
) -> Iterator[Frame]:
    events: list[Digested] = []
    broken: list[BrokenRow] = []
    size_bytes = 0
    for line in lines:
        digested = _digested(line, digester, drift)
        if isinstance(digested, str):
            broken.append(_quarantined(line, digested, sealer))
        else:
            events.append(digested)
        size_bytes += line.size_bytes
        if len(events) + len(broken) >= FRAME_EVENTS or size_bytes >= FRAME_BYTES:
            yield Frame(events, broken)
            events, broken, size_bytes = [], [], 0
    if events or broken:
        yield Frame(events, broken)


def _digested(line: Line | Broken, digester: Digester, drift: SchemaDrift) -> Digested | str:
    """The event of a line, or why there is none."""
    if isinstance(line, Broken):
        return line.reason
    event = parse(line.value)
    if isinstance(event, Rejected):
        return event.reason
    drift.note(line.value)
    return digester.digest(event, line.raw)


def _quarantined(line: Line | Broken, reason: str, sealer: Sealer) -> BrokenRow:
    raw = line.raw[:MAX_QUARANTINED_BYTES]
    context = b"broken:" + str(line.offset).encode()
    return BrokenRow(line.offset, line.size_bytes, reason, sealer.seal(raw, context=context))
