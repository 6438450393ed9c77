"""Real processes that carry out workflows, killed in the middle of each step."""

import asyncio
import subprocess
import sys
from collections import Counter
from pathlib import Path

from sqlalchemy import text

PROGRAM = Path(__file__).with_name("working_process.py")


def worker(url, folder, *arguments):
    return subprocess.Popen(
        [sys.executable, PROGRAM, url, folder, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def lines_of(process, count):
    return {process.stdout.readline().strip() for _ in range(count)}


async def rows(database, statement):
    async with database.read() as tx:
        return [tuple(row) for row in await tx.execute(text(statement))]


async def until_all_is_done(database, count):
    for _ in range(600):
        if len(await rows(database, "SELECT * FROM done")) == count:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(await rows(database, "SELECT workflow_uuid, status FROM jobs.workflow_status"))


async def test_what_a_killed_worker_was_doing_is_finished_by_a_survivor(database, postgres_url, tmp_path):
    async with database.begin() as tx:
        await tx.execute(text("CREATE TABLE done (number integer PRIMARY KEY, total integer)"))
    doomed = worker(postgres_url, tmp_path, "hang")
    assert lines_of(doomed, 5) == {"ready", *(f"hanging {number}" for number in (1, 2, 3, 4))}
    survivors = [worker(postgres_url, tmp_path) for _ in range(2)]
    assert [lines_of(process, 1) for process in survivors] == [{"ready"}] * 2

    doomed.kill()
    doomed.communicate()
    await until_all_is_done(database, 4)

    said = [process.communicate() for process in survivors]
    assert [process.returncode for process in survivors] == [0, 0], said
    assert await rows(database, "SELECT number, total FROM done ORDER BY number") == [
        (n, 10) for n in (1, 2, 3, 4)
    ]
    done = Counter(
        tuple(map(int, line.split()[:2])) for line in (tmp_path / "steps").read_text().splitlines()
    )
    # the step that was cut short twice, each of the others once
    assert done == {(number, step): 1 + (number == step) for number in (1, 2, 3, 4) for step in (1, 2, 3, 4)}
    assert await rows(database, "SELECT status, count(*) FROM jobs.workflow_status GROUP BY 1") == [
        ("SUCCESS", 4)
    ]
    assert [errors.count("is gone; 4 workflows go on elsewhere") for _, errors in said] in ([0, 1], [1, 0])
    assert sum(errors.count("is gone") for _, errors in said) == 1
    assert all("INFO" not in errors and "Traceback" not in errors for _, errors in said)


async def test_what_a_stopped_worker_could_not_finish_is_taken_over_at_once(database, postgres_url, tmp_path):
    async with database.begin() as tx:
        await tx.execute(text("CREATE TABLE done (number integer PRIMARY KEY, total integer)"))
    stopped = worker(postgres_url, tmp_path, "hang")
    assert len(lines_of(stopped, 5)) == 5

    stopped.communicate()
    assert stopped.returncode == 0
    survivor = worker(postgres_url, tmp_path)
    await until_all_is_done(database, 4)

    survivor.communicate()
    assert survivor.returncode == 0
    assert await rows(database, "SELECT count(*) FROM done WHERE total = 10") == [(4,)]
