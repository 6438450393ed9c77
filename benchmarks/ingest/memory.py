"""How much memory do processes take? Sampled while they work: the proportional set, so that shared pages count once."""

import os
import threading
from pathlib import Path
from typing import Self

SAMPLE_EVERY_S = 0.25


class Watcher:
    """The greatest memory, in megabytes, of this process with its children since it was entered. PostgreSQL is no child."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(SAMPLE_EVERY_S):
            total = sum(_megabytes(process) for process in _family(os.getpid()))
            self.peak_mb = max(self.peak_mb, total)


def _family(root: int) -> list[int]:
    family = [root]
    for process in family:
        for tasks in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                family += [int(child) for child in tasks.read_text().split()]
            except OSError:
                continue
    return family


def _megabytes(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)
