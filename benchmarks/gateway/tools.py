"""How do we build and use the two tools in C: the fake upstream and the loader?"""

import json
import os
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from benchmarks.gateway.processes import Cores

_SOURCES = Path(__file__).parent / "tools"


class CannotRun(Exception):
    """Something the benchmark needs is missing. Says what, and how to get it."""


def build(folder: Path) -> None:
    """Compile both tools into *folder*, unless they are there and newer than their sources."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    folder.mkdir(parents=True, exist_ok=True)
    for source in sorted(_SOURCES.glob("*.c")):
        binary = folder / source.stem
        if binary.exists() and binary.stat().st_mtime > source.stat().st_mtime:
            continue
        if compiler is None:
            raise CannotRun(
                "The benchmark's tools are written in C: install a compiler (Debian: apt install gcc libc6-dev)."
            )
        subprocess.run([compiler, "-O2", "-Wall", "-o", str(binary), str(source)], check=True)


class FakeUpstream:
    """The process that answers like OpenAI. Stops with the `with` block."""

    def __init__(self, folder: Path, cores: Cores) -> None:
        self._process = subprocess.Popen([str(folder / "upstream")], stdout=subprocess.PIPE, text=True)
        if cores.tools:
            os.sched_setaffinity(self._process.pid, cores.tools)
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def pace(self, *, gap_us: int, events: int) -> None:
        """From now on, streams have *events* events, *gap_us* apart."""
        self._get(f"/bench/pace/{gap_us}/{events}")

    def last_body(self) -> bytes:
        """What it was sent last."""
        return self._get("/bench/last")

    def _get(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
            return answer.read()


@dataclass(frozen=True)
class Loaded:
    """What the loader saw. Times in microseconds; `first` is the first event or byte of the body."""

    answered: int
    failed: int
    reconnected: int
    events: int
    seconds: float
    per_second: float
    events_per_second: float
    first_p50: float
    first_p99: float
    total_p50: float
    total_p99: float


@dataclass(frozen=True)
class Loader:
    folder: Path
    cores: Cores

    def run(
        self,
        port: int,
        *,
        connections: int,
        body: Path,
        headers: tuple[str, ...] = (),
        seconds: float,
        requests: int = 0,
    ) -> Loaded:
        """Ask the same thing over and over for *seconds*, or until *requests* are answered."""
        limits = [str(port), str(connections), str(seconds), str(requests)]
        command = [str(self.folder / "load"), *limits, str(body), "/v1/chat/completions", *headers]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        if self.cores.tools:
            os.sched_setaffinity(process.pid, self.cores.tools)
        output, _ = process.communicate(timeout=seconds + 60)
        if process.returncode:
            raise CannotRun(f"The loader failed: {' '.join(command[:6])}")
        return Loaded(**json.loads(output))
