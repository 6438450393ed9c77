"""`python -m benchmarks.usage --events 1000000`: from the simulator's files to runs and sums, and how long questions take."""

import argparse
import asyncio
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from uuid import UUID

from benchmarks.usage.reading import names, sightings
from benchmarks.usage.truth import differences

from watchgate.hub.usage.summary import By, UsageFilter, lines, total
from watchgate.hub.usage.taking import know, take
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.migrate import migrate

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
BATCH = 10_000
ROUNDS = 60
TARGET_PER_S, TARGET_MS = 5000, 100


async def main() -> None:
    asked = _arguments()
    with tempfile.TemporaryDirectory(prefix="watchgate-usage-") as made:
        folder = Path(made) / "files"
        _write(folder, asked.skills, asked.events, asked.seed)
        server = EmbeddedPostgres(Path(made) / "data")
        await asyncio.to_thread(server.start)
        database = Database(server.url, server=server)
        try:
            await asyncio.to_thread(migrate, database.url)
            await _measure(database, folder)
        finally:
            await database.close()
            await asyncio.to_thread(server.stop)


async def _measure(database: Database, folder: Path) -> None:
    async with database.begin() as tx:
        await know(tx, names(folder))
    events, seconds = await _taken(database, folder)
    print(f"taken: {events:,} lines in {seconds:.1f} s: {events / seconds:,.0f}/s (goal {TARGET_PER_S:,}/s)")
    for what, (missing, wrong) in (await differences(database, folder)).items():
        print(f"truth {what}: {missing} lines not ours, {wrong} of ours not true")
    async with database.outside() as connection:
        await connection.exec_driver_sql("ANALYZE")  # what autovacuum does within minutes
    await _questions(database)


async def _taken(database: Database, folder: Path) -> tuple[int, float]:
    """From bytes on disk to sums in the database. Costs are not among the lines: they are money, no runs."""
    begin, events, waiting = time.perf_counter(), 0, []
    for count, told in sightings(folder, OFFICE):
        events += count
        waiting += told
        while len(waiting) >= BATCH:
            batch, waiting = waiting[:BATCH], waiting[BATCH:]
            async with database.begin() as tx:
                await take(tx, batch)
    async with database.begin() as tx:
        await take(tx, waiting)
    return events, time.perf_counter() - begin


async def _questions(database: Database) -> None:
    luck = random.Random(1)
    month = UsageFilter(date(2000, 1, 1), date(2100, 1, 1))
    async with database.read() as tx:
        skills = [line.key[0] for line in await lines(tx, By.SKILL, month, 200)]
        people = [line.key[0] for line in await lines(tx, By.PERSON, month, 200)]

    def of_one(**what: str) -> UsageFilter:
        return UsageFilter(month.since, month.until, **what)

    asked: dict[str, Callable[[], tuple[By, UsageFilter]]] = {
        "skills, most used first": lambda: (By.SKILL, month),
        "people, most active first": lambda: (By.PERSON, month),
        "days": lambda: (By.DAY, month),
        "versions": lambda: (By.VERSION, month),
        "one skill by day": lambda: (By.DAY, of_one(skill_id=luck.choice(skills))),
        "one skill by person": lambda: (By.PERSON, of_one(skill_id=luck.choice(skills))),
        "one person by skill": lambda: (By.SKILL, of_one(person=luck.choice(people))),
    }
    for what, question in asked.items():

        async def ask(question: Callable[[], tuple[By, UsageFilter]] = question) -> None:
            async with database.read() as tx:
                await lines(tx, *question(), 50)

        _print(what, await _times(ask))

    async def sum_up() -> None:
        async with database.read() as tx:
            await total(tx, month)

    _print("everything, with percentiles", await _times(sum_up))


async def _times(ask: Callable[[], Awaitable[None]]) -> list[float]:
    await ask()
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        await ask()
        times.append(1000 * (time.perf_counter() - begin))
    return times


def _print(what: str, times: list[float]) -> None:
    p95 = statistics.quantiles(times, n=20)[-1]
    print(f"{what:<30} p50 {statistics.median(times):6.1f} ms   p95 {p95:6.1f} ms   (goal {TARGET_MS} ms)")


def _write(folder: Path, skills: int, events: int, seed: int) -> None:
    command = [sys.executable, "-m", "watchgate.simulator", "sightings", "--to", str(folder)]
    command += ["--skills", str(skills), "--events", str(events), "--seed", str(seed)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skills", type=int, default=1000)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


asyncio.run(main())
