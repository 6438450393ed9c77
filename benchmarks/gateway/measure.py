"""What do we measure, in which order? Every candidate in turn, several rounds: a machine that drifts, drifts under all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.gateway.bodies import BODIES
from benchmarks.gateway.processes import cpu_s, memory_mb
from benchmarks.gateway.running import Running
from benchmarks.gateway.tools import FakeUpstream, Loaded, Loader

BUSY = 64
PACED_STREAMS = 16

Figures = dict[str, float]


@dataclass(frozen=True)
class Bench:
    loader: Loader
    upstream: FakeUpstream
    bodies: Path
    seconds: float

    def rounds(
        self, up: list[Running], count: int, progress: Callable[[str], None]
    ) -> dict[str, list[Figures]]:
        """Each candidate's figures, one dictionary a round."""
        results: dict[str, list[Figures]] = {one.candidate.name: [] for one in up}
        for one in up:
            progress(f"warm-up: {one.candidate.name}")
            self._load(one, "clean", connections=BUSY)
        for number in range(1, count + 1):
            for one in up:
                progress(f"round {number} of {count}: {one.candidate.name}")
                results[one.candidate.name].append(self._figures(one))
            _add_differences(results, number - 1)
        return results

    def _figures(self, one: Running) -> Figures:
        alone = self._load(one, "clean", connections=1)
        busy, busy_cpu = self._with_cpu(one, "clean", connections=BUSY)
        figures = {
            "p50_ms": alone.total_p50 / 1e3,
            "p99_ms": alone.total_p99 / 1e3,
            "per_second": busy.per_second,
            "busy_p99_ms": busy.total_p99 / 1e3,
            "failed": float(alone.failed + busy.failed),
        }
        if one.pid:
            figures["cpu_us"] = _per(busy_cpu, busy.answered)
        if one.candidate.masks:
            personal, personal_cpu = self._with_cpu(one, "personal", connections=BUSY)
            figures["personal_per_second"] = personal.per_second
            figures["personal_cpu_us"] = _per(personal_cpu, personal.answered)
            figures["failed"] += personal.failed
        figures |= self._stream_figures(one)
        if one.pid:
            figures["memory_mb"] = memory_mb(one.pid)
        return figures

    def _stream_figures(self, one: Running) -> Figures:
        self.upstream.pace(gap_us=1000, events=10)
        first = self._load(one, "stream", connections=1)
        self.upstream.pace(gap_us=5000, events=50)
        paced, paced_cpu = self._with_cpu(one, "stream", connections=PACED_STREAMS)
        self.upstream.pace(gap_us=0, events=100)
        full = self._load(one, "stream", connections=BUSY)
        figures = {
            "first_event_ms": first.first_p50 / 1e3,
            "events_per_second": full.events_per_second,
            "stream_failed": float(first.failed + paced.failed + full.failed),
        }
        if one.pid:
            figures["cpu_us_per_event"] = _per(paced_cpu, paced.events)
        return figures

    def _with_cpu(self, one: Running, body: str, *, connections: int) -> tuple[Loaded, float]:
        before = cpu_s(one.pid) if one.pid else 0.0
        loaded = self._load(one, body, connections=connections)
        return loaded, cpu_s(one.pid) - before if one.pid else 0.0

    def _load(self, one: Running, body: str, *, connections: int) -> Loaded:
        path = self.bodies / f"{body}.json"
        return self.loader.run(
            one.candidate.port, connections=connections, body=path, headers=one.headers, seconds=self.seconds
        )


def write_bodies(folder: Path) -> None:
    for name, body in BODIES.items():
        (folder / f"{name}.json").write_bytes(body)


def _add_differences(results: dict[str, list[Figures]], number: int) -> None:
    """What a candidate adds to asking the upstream directly, in the same round."""
    direct = results["direct"][number]
    for rows in results.values():
        figures = rows[number]
        for name in ("p50_ms", "p99_ms", "first_event_ms"):
            figures[f"added_{name}"] = figures[name] - direct[name]


def _per(seconds: float, count: int) -> float:
    return seconds * 1e6 / count if count else float("nan")
