"""What does a process, with all its children, cost?"""

import contextlib
import os
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cores:
    """Which cores the gateway under test runs on, and which the fake upstream and the loader. Empty: the system decides."""

    gateway: frozenset[int] = frozenset()
    tools: frozenset[int] = frozenset()

    @classmethod
    def apart(cls) -> "Cores":
        """The last core for the gateway, the others for the tools; no pinning on a machine with one core."""
        available = sorted(os.sched_getaffinity(0))
        if len(available) == 1:
            return cls()
        return cls(gateway=frozenset(available[-1:]), tools=frozenset(available[:-1]))


def start(
    command: list[str], *, env: dict[str, str], cores: frozenset[int], log: Path, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start *command* as the leader of its own process group."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=os.environ | env,
            cwd=cwd,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    if cores:
        os.sched_setaffinity(process.pid, cores)  # its threads and children inherit it: they come later
    return process


def stop(process: subprocess.Popen[bytes]) -> None:
    """End *process* and what it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def cpu_s(root: int) -> float:
    """User and system time that *root* and its living descendants have used so far."""
    return sum(_stat(pid)[1] for pid in _tree(root)) / _TICKS_PER_S


def memory_mb(root: int) -> float:
    """Proportional set size: memory shared between the processes of the tree counts once."""
    return sum(map(_pss_kb, _tree(root))) / 1024


def _tree(root: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):  # it ended while we looked
                children.setdefault(_stat(int(entry.name))[0], []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def _stat(pid: int) -> tuple[int, int]:
    """Parent, and ticks of user + system time."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), int(fields[11]) + int(fields[12])


def _pss_kb(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
