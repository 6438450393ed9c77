"""What does an engine find, how long does it take, and how much memory? Each runs in a process of its own, one after the other."""

import json
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.detection.corpora import write
from benchmarks.detection.peers import Engine

_WORKER = Path(__file__).with_name("worker.py")
_LOADS = 3


class Failed(Exception):
    """The engine's own process broke off; the message is the end of what it said."""


@dataclass(frozen=True)
class Run:
    """`found` are the spans and the seconds of each text of each set."""

    found: dict[str, dict[str, list[Any]]]
    load_seconds: float
    memory_mb: dict[str, float]
    megabytes_per_second: dict[int, float]


def measured(engine: Engine, sets: dict[str, list[str]], *, bulk_seconds: float) -> Run:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        nothing, everything, bulk, result = (
            folder / name for name in ("nothing", "everything", "bulk", "result")
        )
        write({}, nothing)
        write(sets, everything)
        write({"benign": sets["benign"]}, bulk)
        loads = [_facts(engine, nothing, result)["load_seconds"] for _ in range(_LOADS + 1)]
        facts = _facts(engine, everything, result)
        throughput = {count: _throughput(engine, bulk, count, bulk_seconds) for count in (1, 2)}
    return Run(facts["sets"], median(loads[1:]), facts["memory_mb"], throughput)


def _facts(engine: Engine, texts: Path, result: Path) -> dict[str, Any]:
    with _started(engine, texts, str(result)) as process:
        _finished(process)
    return json.loads(result.read_text(encoding="utf-8"))


def _throughput(engine: Engine, texts: Path, count: int, seconds: float) -> float:
    """Megabytes a second of *count* processes together, each with the whole engine."""
    processes = [_started(engine, texts, "-", str(seconds)) for _ in range(count)]
    answers = [json.loads(_finished(process)) for process in processes]
    return sum(answer["bytes"] / answer["seconds"] for answer in answers) / 1e6


def _started(engine: Engine, texts: Path, *more: str) -> subprocess.Popen[str]:
    command = [str(engine.python), str(_WORKER), engine.runs, str(texts), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def _finished(process: subprocess.Popen[str]) -> str:
    out, said = process.communicate()
    if process.returncode:
        raise Failed(said.strip().splitlines()[-1] if said.strip() else f"exit code {process.returncode}")
    return out
