"""How many messages a second, from log file to findings, on this machine, with the embedded PostgreSQL?

python -m benchmarks.ingest                              100 000 messages into an empty catalogue, then into 1 and 5 million
python -m benchmarks.ingest --messages 20000 --stored 0  a quick look
"""

import argparse
import asyncio
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
from benchmarks.ingest.filling import fill
from benchmarks.ingest.memory import Watcher
from benchmarks.ingest.office import LogFile, write_office
from rich.console import Console
from rich.table import Table

from watchgate.ingest.pool import DigestPool
from watchgate.ingest.ports import Access
from watchgate.ingest.service import Ingest
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.migrate import migrate
from watchgate.storage.sealing import WorkspaceSealer

GOAL_PER_S = 2_000
GOAL_MEMORY_MB = 400
GOAL_GROWTH = 1.3
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Result:
    """One run: *messages* read into a catalogue that already held *stored*."""

    stored: int
    messages: int
    seconds: float
    cpu_us: float
    memory_mb: float

    @property
    def per_s(self) -> float:
        return self.messages / self.seconds


class OneWorkspace:
    """The workspace of the benchmark."""

    def __init__(self, access: Access) -> None:
        self._access = access

    async def access(self, _workspace_id: UUID) -> Access:
        return self._access


def main() -> int:
    options = _options()
    console = Console(width=None if sys.stdout.isatty() else 140)
    stored = sorted({int(float(part)) for part in options.stored.split(",")})
    results: list[Result] = []
    (ROOT / ".peers").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ROOT / ".peers", prefix="ingest-") as made:
        folder = Path(made)
        (folder / "files").mkdir()
        server = EmbeddedPostgres(folder)
        server.start()
        try:
            migrate(server.url)
            workspace = uuid4()
            before = 0
            for number, target in enumerate(stored):
                if target > before:
                    console.print(f"Storing {target - before:,} messages …")
                    fill(server.url, str(workspace), first=before, total=target)
                before = target
                _forget_files(server.url)
                files = write_office(folder / "files", messages=options.messages, seed=number + 1)
                _index(folder / "files", files)
                results.append(
                    asyncio.run(_run(server.url, workspace, folder, files, target, options.processes))
                )
                console.print(_line(results[-1]))
        finally:
            server.stop()
    _report(console, results)
    return 0


async def _run(
    url: str, workspace: UUID, folder: Path, files: list[LogFile], stored: int, processes: int
) -> Result:
    database = Database(url)
    pool = DigestPool(processes)
    with _log_host(folder / "files") as base_url:
        async with new_http_client() as http:
            limits = Limits(Rates(math.inf, math.inf, math.inf))
            client = ComplianceClient(base_url, "sk-benchmark-key", http=http, limits=limits)
            access = Access("org-1", client, WorkspaceSealer(b"k" * 32), frozenset())
            ingest = Ingest(database, OneWorkspace(access), pool, folder / "work")
            await _warm(ingest, pool, processes, folder)
            with Watcher() as memory:
                cpu, began = _cpu_s(), time.perf_counter()
                await ingest.poll(workspace, "CONVERSATION_MESSAGE")
                waiting = [file.file_id for file in await ingest.due(workspace, limit=10_000)]
                await asyncio.gather(*(_settle(ingest, workspace, waiting) for _ in range(processes + 1)))
                seconds = time.perf_counter() - began
            pool.close()
            cpu = _cpu_s() - cpu
    await database.close()
    messages = sum(file.events for file in files)
    _check(url, files, messages)
    return Result(stored, messages, seconds, cpu / messages * 1e6, memory.peak_mb)


async def _settle(ingest: Ingest, workspace: UUID, waiting: list[str]) -> None:
    while waiting:
        await ingest.settle(workspace, waiting.pop(0))


async def _warm(ingest: Ingest, pool: DigestPool, processes: int, folder: Path) -> None:
    """The processes are there and have compiled their patterns: a worker starts once, not once a file."""
    del ingest
    sealer = WorkspaceSealer(b"k" * 32)
    source = folder / "warm"
    source.write_bytes(b"\n")
    targets = [folder / f"warm-{number}" for number in range(4 * processes)]
    await asyncio.gather(*(pool.digest(source, target, sealer, frozenset()) for target in targets))


def _check(url: str, files: list[LogFile], messages: int) -> None:
    """What was measured has really happened."""
    with psycopg.connect(url) as connection:
        query = "SELECT count(*), sum(events + duplicates) FROM log_file WHERE state = 'done' AND file_id = ANY(%s)"
        row = connection.execute(query, ([file.file_id for file in files],)).fetchone()
    if row != (len(files), messages):
        raise SystemExit(f"not everything was settled: {row} of {(len(files), messages)}")


def _forget_files(url: str) -> None:
    """Each run's office says other things in the same weeks: as if its files had just appeared."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM log_file")


@contextmanager
def _log_host(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.ingest.log_host", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}/v1"
        process.kill()


def _index(folder: Path, files: list[LogFile]) -> None:
    rows = [
        {
            "id": file.file_id,
            "event_type": "CONVERSATION_MESSAGE",
            "end_time": file.end_time,
            "file_name": f"{file.file_id}.jsonl",
            "file_size": file.size_bytes,
            "file_sha256": file.sha256,
        }
        for file in files
    ]
    (folder / "index.json").write_text(json.dumps(rows))


def _cpu_s() -> float:
    """Of this process and the children it has waited for; PostgreSQL's is not in it."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def _line(result: Result) -> str:
    return f"{result.stored:,} stored: {result.per_s:,.0f} messages/s, {result.memory_mb:.0f} MB"


def _report(console: Console, results: list[Result]) -> None:
    table = Table(title=f"Ingest, {datetime.now(UTC):%Y-%m-%d}")
    for heading in ("stored before", "messages", "messages/s", "s per 10 000", "CPU µs/message", "peak MB"):
        table.add_column(heading, justify="right")
    for result in results:
        row = asdict(result)
        table.add_row(
            f"{row['stored']:,}",
            f"{row['messages']:,}",
            f"{result.per_s:,.0f}",
            f"{10_000 / result.per_s:.2f}",
            f"{row['cpu_us']:.0f}",
            f"{row['memory_mb']:.0f}",
        )
    console.print(table)
    growth = results[0].per_s / results[-1].per_s
    worst = min(result.per_s for result in results)
    memory = max(result.memory_mb for result in results)
    for met, text in (
        (worst >= GOAL_PER_S, f"{worst:,.0f} messages/s (goal ≥ {GOAL_PER_S:,})"),
        (memory <= GOAL_MEMORY_MB, f"{memory:.0f} MB (goal ≤ {GOAL_MEMORY_MB})"),
        (
            growth <= GOAL_GROWTH,
            f"time at {results[-1].stored:,} stored {growth:.2f}x (goal ≤ {GOAL_GROWTH}x)",
        ),
    ):
        console.print("met    " if met else "MISSED ", text, highlight=False)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=100_000, help="read in each run")
    parser.add_argument("--stored", default="0,1e6,5e6", help="messages stored before each run")
    parser.add_argument("--processes", type=int, default=2, help="that digest files")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
