"""Which log files does the benchmark read? A simulated office's messages, cut as OpenAI cuts them."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from watchgate.simulator.population.office import OfficePopulation

MAX_FILE_BYTES = 15 * 1024 * 1024
"""Contracts §1.2."""
DAYS = 25
PEOPLE = 500


@dataclass(frozen=True)
class LogFile:
    """One file, as the list of log files shows it."""

    file_id: str
    end_time: str
    size_bytes: int
    sha256: str
    events: int


def write_office(folder: Path, *, messages: int, seed: int) -> list[LogFile]:
    """*messages* messages of an office as log files `<folder>/<id>`."""
    end = datetime.now(UTC) - timedelta(hours=2)
    office = OfficePopulation(seed, messages, PEOPLE, DAYS, end)
    files: list[LogFile] = []
    lines: list[bytes] = []
    size = 0
    latest = ""
    for number in range(len(office)):
        body = office.event(number).body
        if body["type"] != "CONVERSATION_MESSAGE":
            continue
        line = json.dumps(body).encode() + b"\n"
        if size + len(line) > MAX_FILE_BYTES:
            files.append(_close(folder, f"eclf_{seed}_{len(files)}", lines, latest))
            lines, size = [], 0
        lines.append(line)
        size += len(line)
        latest = max(latest, str(body["timestamp"]))
    files.append(_close(folder, f"eclf_{seed}_{len(files)}", lines, latest))
    return files


def _close(folder: Path, file_id: str, lines: list[bytes], end_time: str) -> LogFile:
    content = b"".join(lines)
    (folder / file_id).write_bytes(content)
    return LogFile(file_id, end_time, len(content), hashlib.sha256(content).hexdigest(), len(lines))
