"""How is one of our programs run as a real process, from a test or a demo?"""

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 15.0


class StartFailed(RuntimeError):
    """The process ended, or said nothing, before it was ready. Carries what it wrote to standard error."""


class RunningProcess:
    """`python -m …` as a context manager. The process says it is ready with one line of JSON on standard output."""

    def __init__(self, arguments: Sequence[str], *, environment: Mapping[str, str] | None = None) -> None:
        self._arguments = [sys.executable, "-m", *arguments]
        self._environment = {**os.environ, **(environment or {})}
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 -- closed in stop()
        self.process: subprocess.Popen[bytes]
        self.ready: dict[str, Any] = {}

    def __enter__(self) -> Self:
        self.process = subprocess.Popen(  # noqa: S603 -- our own program
            self._arguments, stdout=subprocess.PIPE, stderr=self._errors, env=self._environment
        )
        assert self.process.stdout is not None
        line = _line_within(self.process, START_TIMEOUT_S)
        try:
            self.ready = json.loads(line)
        except json.JSONDecodeError:
            self.stop()
            raise StartFailed(f"{' '.join(self._arguments)}\n{self._said}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """End the process politely, then not; its exit code."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._read_errors()
        return self.process.returncode

    def kill(self) -> None:
        """End it without warning, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @property
    def errors(self) -> str:
        """What it wrote to standard error so far."""
        self._read_errors()
        return self._said

    @property
    def pid(self) -> int:
        return self.process.pid

    def resident_bytes(self) -> int:
        """Its resident memory (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")

    def _read_errors(self) -> None:
        if self._errors.closed:
            return
        self._errors.seek(0)
        self._said = self._errors.read().decode(errors="replace")
        if self.process.poll() is not None:
            self._errors.close()
            if self.process.stdout is not None:
                self.process.stdout.close()


def _line_within(process: subprocess.Popen[bytes], seconds: float) -> bytes:
    """The first line of standard output; what there is of it when the process ends or the time is over."""
    assert process.stdout is not None
    descriptor = process.stdout.fileno()
    line = b""
    deadline = time.monotonic() + seconds
    while not line.endswith(b"\n") and (left := deadline - time.monotonic()) > 0:
        readable, _, _ = select.select([descriptor], [], [], left)
        piece = os.read(descriptor, 65536) if readable else b""
        if not piece:
            break
        line += piece
    return line
