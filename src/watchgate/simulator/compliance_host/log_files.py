"""How do lines become files? Cut at 15 MB, hashed while they are written, kept on disk until they expire."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Any

from watchgate.kernel.clock import rfc3339
from watchgate.simulator.compliance_host.log_lines import Line

LIVES = timedelta(days=30)
MOST_BYTES = 15_000_000
_BATCH_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class LogFile:
    """One immutable file as the list shows it, and where its bytes are."""

    id: str
    kind: str
    end_time: datetime
    size_bytes: int
    sha256: str
    path: Path

    def as_json(self) -> dict[str, Any]:
        stamp = rfc3339(self.end_time)
        return {
            "id": self.id,
            "event_type": self.kind,
            "end_time": stamp,
            "file_name": f"{self.kind}_{stamp.removesuffix('Z')}+00:00.jsonl",
            "file_size": self.size_bytes,
            "file_sha256": self.sha256,
        }

    def pieces(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            while piece := file.read(_BATCH_BYTES):
                yield piece


@dataclass(slots=True)
class Part:
    """A file while it is written. `noted` are its broken lines and inserted events with their offset in bytes."""

    path: Path
    size_bytes: int = 0
    sha256: str = ""
    noted: list[tuple[int, Line]] = field(default_factory=list)


def file_id(seed: int, kind: str, window: int, part: int) -> str:
    return "eclf_" + blake2b(f"{seed}:{kind}:{window}:{part}".encode(), digest_size=12).hexdigest()


def spilled(lines: Iterable[Line], folder: Path, stem: str, most_bytes: int) -> list[Part]:
    """*lines* as files of at most *most_bytes* each (a single longer line has one of its own), in order."""
    waiting = iter(lines)
    line = next(waiting, None)
    parts: list[Part] = []
    while line is not None:
        part = Part(folder / f"{stem}_{len(parts)}.jsonl")
        line = _fill(part, line, waiting, most_bytes)
        parts.append(part)
    return parts


def _fill(part: Part, line: Line | None, waiting: Iterator[Line], most_bytes: int) -> Line | None:
    """Write *line* and what follows; the first line that had no room."""
    digest, batch, batch_bytes = sha256(), list[bytes](), 0
    with part.path.open("wb") as file:
        while line is not None and (not part.size_bytes or part.size_bytes + len(line.data) <= most_bytes):
            if line.is_broken or line.inserted:
                part.noted.append((part.size_bytes, line))
            batch.append(line.data)
            part.size_bytes += len(line.data)
            batch_bytes += len(line.data)
            if batch_bytes > _BATCH_BYTES:
                digest.update(data := b"".join(batch))
                file.write(data)
                batch, batch_bytes = [], 0
            line = next(waiting, None)
        digest.update(data := b"".join(batch))
        file.write(data)
    part.sha256 = digest.hexdigest()
    return line
