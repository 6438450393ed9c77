"""Does the gateway's memory stay flat over many exchanges?"""

import threading
import time
from pathlib import Path

from benchmarks.gateway.measure import BUSY
from benchmarks.gateway.processes import memory_mb
from benchmarks.gateway.running import Running
from benchmarks.gateway.tools import Loaded, Loader
from rich.console import Console

LOOK_EVERY_S = 0.5
SETTLED = 0.1
"""Caches and pools fill during the first tenth; growth is counted from there."""


def soak(one: Running, loader: Loader, body: Path, exchanges: int, console: Console) -> dict[str, float]:
    """Memory at the start, after a tenth, at the end, and at most."""
    assert one.pid is not None
    before = memory_mb(one.pid)
    done: list[Loaded] = []

    def load() -> None:
        done.append(
            loader.run(
                one.candidate.port,
                connections=BUSY,
                body=body,
                headers=one.headers,
                seconds=3600,
                requests=exchanges,
            )
        )

    worker = threading.Thread(target=load)
    worker.start()
    seen: list[float] = []
    while worker.is_alive():
        time.sleep(LOOK_EVERY_S)
        seen.append(memory_mb(one.pid))
    worker.join()
    settled = seen[int(len(seen) * SETTLED)]
    facts = {
        "exchanges": float(done[0].answered),
        "failed": float(done[0].failed),
        "start_mb": before,
        "settled_mb": settled,
        "end_mb": seen[-1],
        "most_mb": max(seen),
        "growth_mb": seen[-1] - settled,
    }
    console.print(
        f"{one.candidate.name}: {facts['exchanges']:.0f} exchanges, {facts['failed']:.0f} failed; memory {before:.1f} MB at the start, "
        f"{settled:.1f} after a tenth, {seen[-1]:.1f} at the end ({facts['growth_mb']:+.1f}), {max(seen):.1f} at most",
    )
    return facts
