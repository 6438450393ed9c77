"""How are the figures shown? A table in the terminal, JSON with every round, a page for the documentation."""

import datetime as dt
import json
import os
import platform
import sys
import sysconfig
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.gateway.candidates import Candidate
from benchmarks.gateway.measure import BUSY, PACED_STREAMS, Figures
from benchmarks.gateway.processes import Cores
from rich.console import Console
from rich.table import Table

Results = dict[str, list[Figures]]
_EXPLANATION = f"""\
A 1 KB chat request; the upstream is a program in C on the same machine. *Added* is to asking it directly, with 1 connection;
requests/s, p99 and CPU with {BUSY} connections. CPU is user + system time of all the gateway's processes: on a busy machine the
figure to trust. *Personal*: the same request with an e-mail address, a phone number and a card number; before the run it is checked
that the guardrail keeps the address from the upstream. CPU per event with {PACED_STREAMS} streams of an event each 5 ms; events/s
with {BUSY} streams at full speed. All of it is a comparison on one machine, not a promise for another."""

REQUESTS = {
    "added_p50_ms": "added p50, ms",
    "added_p99_ms": "added p99, ms",
    "per_second": "requests/s",
    "busy_p99_ms": "p99, ms",
    "cpu_us": "CPU µs/request",
    "personal_per_second": "requests/s, personal",
    "personal_cpu_us": "CPU µs, personal",
    "memory_mb": "memory, MB",
}
STREAMS = {
    "added_first_event_ms": "added to first event, ms",
    "cpu_us_per_event": "CPU µs/event",
    "events_per_second": "events/s",
}


def machine(cores: Cores) -> dict[str, str]:
    model = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        "?",
    )
    is_optimised = "--enable-optimizations" in (sysconfig.get_config_var("CONFIG_ARGS") or "")
    pinned = (
        f"gateway on core {sorted(cores.gateway)}, tools on {sorted(cores.tools)}"
        if cores.gateway
        else "not pinned"
    )
    return {
        "date": dt.datetime.now(dt.UTC).date().isoformat(),
        "processor": f"{model}, {len(os.sched_getaffinity(0))} cores ({pinned})",
        "system": f"Linux {platform.release().split('-')[0]}",
        "Python": f"{platform.python_version()} ({'with' if is_optimised else 'without'} PGO), {sys.implementation.name}",
    }


def show(results: Results, console: Console) -> None:
    for title, columns in (("Requests", REQUESTS), ("Streams", STREAMS)):
        table = Table(title=title)
        table.add_column("gateway")
        for heading in columns.values():
            table.add_column(heading, justify="right")
        for name, rounds in results.items():
            table.add_row(name, *(_cell(rounds, column) for column in columns))
        console.print(table)
    for name, heading, goal, measured, is_met in goals(results):
        console.print(f"{'met   ' if is_met else 'MISSED'}  {name}: {heading} {measured} (goal {goal})")
    for name, failed in _failures(results):
        console.print(f"[red]{name}: {failed:.0f} requests failed[/red]")


def write_json(
    path: Path, results: Results, candidates: list[Candidate], skipped: dict[str, str], facts: dict[str, str]
) -> None:
    document: dict[str, Any] = {
        "machine": facts,
        "versions": {candidate.name: candidate.version for candidate in candidates},
        "left_out": skipped,
        "medians": {
            name: {key: _median(rounds, key) for key in rounds[0]} for name, rounds in results.items()
        },
        "rounds": results,
    }
    path.write_text(json.dumps(document, indent=1, allow_nan=True) + "\n")


def write_markdown(
    path: Path,
    results: Results,
    candidates: list[Candidate],
    skipped: dict[str, str],
    facts: dict[str, str],
    command: str,
) -> None:
    versions = {candidate.name: candidate.version for candidate in candidates}
    rounds = len(next(iter(results.values())))
    lines = [
        "# The gateway beside others",
        "",
        f"Written by `{command}`. Medians of {rounds} interleaved rounds, ± half the distance between the smallest and the largest.",
        _EXPLANATION,
        "",
        *(f"- {name}: {fact}" for name, fact in facts.items()),
        "",
    ]
    for title, columns in (("Requests", REQUESTS), ("Streams", STREAMS)):
        lines += [
            f"## {title}",
            "",
            f"| gateway | version | {' | '.join(columns.values())} |",
            "|---" * (len(columns) + 2) + "|",
        ]
        lines += [
            f"| {name} | {versions[name]} | {' | '.join(_cell(rows, column) for column in columns)} |"
            for name, rows in results.items()
        ]
        lines.append("")
    lines += ["## Goals", "", "| | figure | goal | measured | |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {heading} | {goal} | {measured} | {'met' if is_met else '**missed**'} |"
        for name, heading, goal, measured, is_met in goals(results)
    ]
    if skipped:
        lines += ["", "## Left out", "", *(f"- {name}: {why}" for name, why in skipped.items())]
    if failures := list(_failures(results)):
        lines += ["", "## Failed requests", "", *(f"- {name}: {failed:.0f}" for name, failed in failures)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n")


PLAIN, PACK = "Watchgate, pass-through", "Watchgate, pack"
_AT_MOST = [
    (PLAIN, "cpu_us", "CPU µs/request", 200.0),
    (PACK, "cpu_us", "CPU µs/request", 350.0),
    (PACK, "personal_cpu_us", "CPU µs/request, personal", 500.0),
    (PACK, "added_p50_ms", "added p50, ms", 1.0),
    (PACK, "added_first_event_ms", "added to first event, ms", 1.5),
    (PACK, "cpu_us_per_event", "CPU µs/event", 120.0),
    (PACK, "memory_mb", "memory, MB", 150.0),
]
_TIMES_FASTER = [
    ("FerroGateway, plugins", 5.0),
    ("Portkey, one regex", 10.0),
    ("LiteLLM, content filter", 60.0),
]


def goals(results: Results) -> list[tuple[str, str, str, str, bool]]:
    """Who, what, the goal, the median measured, and whether it is met. Only for those who took part."""
    judged = []
    for name, key, heading, most in _AT_MOST:
        if name in results:
            measured = _median(results[name], key)
            judged.append((name, heading, f"≤ {most:g}", _number(measured), measured <= most))
    for other, times in _TIMES_FASTER:
        if other in results and PACK in results:
            for key, heading in (
                ("per_second", "requests/s"),
                ("personal_per_second", "requests/s, personal"),
            ):
                ratio = _median(results[PACK], key) / _median(results[other], key)
                judged.append(
                    (PACK, f"{heading} ÷ those of {other}", f"≥ {times:g}", _number(ratio), ratio >= times)
                )
    return judged


def _failures(results: Results) -> list[tuple[str, float]]:
    failed = {
        name: sum(row["failed"] + row["stream_failed"] for row in rounds) for name, rounds in results.items()
    }
    return [(name, count) for name, count in failed.items() if count]


def _median(rounds: list[Figures], key: str) -> float:
    return median(row[key] for row in rounds)


def _cell(rounds: list[Figures], key: str) -> str:
    if key not in rounds[0]:
        return "-"
    values = [row[key] for row in rounds]
    return f"{_number(median(values))} ±{_number((max(values) - min(values)) / 2)}"


def _number(value: float) -> str:
    if abs(value) >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
