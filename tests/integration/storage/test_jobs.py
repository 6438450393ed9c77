"""Workflows, queues and repetition in one process, on a real database."""

import asyncio
import logging
import os
import signal
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from watchgate.kernel.clock import utc_now
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.jobs import Jobs
from watchgate.storage.jobs.upkeep import forget_finished
from watchgate.storage.migrate import migrate


@pytest.fixture
async def jobs(database):
    made = Jobs(database, beat_every_s=0.1, dead_after_s=1.0)
    made.queue("work", per_executor=5, poll_every_s=0.05)
    yield made
    await made.stop(within_s=0)


async def test_a_workflow_gives_what_its_steps_gave(jobs):
    async def double(number):
        return 2 * number

    step = jobs.step("double", double)

    async def sum_up(*numbers):
        return sum([await step(number) for number in numbers])

    workflow = jobs.workflow("sum_up", sum_up)
    await jobs.start()

    handle = await jobs.enqueue("work", workflow, 1, 2, 3)

    assert await handle.get_result() == 12


async def test_a_step_is_tried_again_and_finished_steps_are_not(jobs):
    tries = {"first": 0, "second": 0}

    async def first():
        tries["first"] += 1

    async def second():
        tries["second"] += 1
        if tries["second"] < 3:
            raise ConnectionError

    steps = jobs.step("first", first), jobs.step("second", second, attempts=5, first_wait_s=0.01)

    async def both():
        for step in steps:
            await step()

    workflow = jobs.workflow("both", both)
    await jobs.start()

    await (await jobs.enqueue("work", workflow)).get_result()

    assert tries == {"first": 1, "second": 3}


async def test_the_same_id_or_name_is_begun_once(jobs):
    begun, go_on = [], asyncio.Event()

    async def wait(label):
        begun.append(label)
        await go_on.wait()
        return label

    step = jobs.step("wait", wait)

    async def waiting(label):
        return await step(label)

    workflow = jobs.workflow("waiting", waiting)
    await jobs.start()
    by_id = [await jobs.enqueue("work", workflow, label, id="same") for label in ("a", "b")]
    by_name = [await jobs.enqueue("work", workflow, label, unless_running="poll") for label in ("c", "d")]
    go_on.set()

    assert [await handle.get_result() for handle in by_id] == ["a", "a"]
    assert [await handle.get_result() for handle in by_name] == ["c", "c"]
    assert sorted(begun) == ["a", "c"]
    again = await jobs.enqueue("work", workflow, "e", unless_running="poll")
    assert await again.get_result() == "e"


async def test_what_is_to_be_done_every_so_often_is_done_again_and_again(jobs):
    done = asyncio.Queue()

    async def poll(name):
        await done.put(name)

    jobs.every(0.3, "poll-files", "work", jobs.workflow("poll", poll), "files")
    await jobs.start()

    assert [await done.get() for _ in range(3)] == ["files"] * 3


async def test_old_workflows_are_forgotten(jobs, database):
    async def nothing():
        pass

    workflow = jobs.workflow("nothing", nothing)
    await jobs.start()
    for _ in range(3):
        await (await jobs.enqueue("work", workflow)).get_result()

    assert await forget_finished(utc_now()) == 3

    async with database.read() as tx:
        assert (await tx.execute(text("SELECT count(*) FROM jobs.workflow_status"))).scalar_one() == 0


async def test_an_executor_makes_the_months_to_come(database):
    made = Jobs(database, clock=lambda: datetime(2041, 5, 6, tzinfo=UTC))
    await made.start()
    names = []
    for _ in range(500):
        async with database.read() as tx:
            names = list(await tx.scalars(text("SELECT relname FROM pg_class WHERE relname LIKE '%_204107'")))
        if names:
            break
        await asyncio.sleep(0.01)
    await made.stop(within_s=0)

    assert {"event_204107", "message_204107", "finding_204107"} <= set(names)


async def test_nothing_is_kept_as_a_pickle(jobs, database):
    async def echo(value):
        return value

    workflow = jobs.workflow("echo", echo)
    await jobs.start()
    await (await jobs.enqueue("work", workflow, {"a": [1, None, "ü"]})).get_result()

    async with database.read() as tx:
        kinds = set(await tx.scalars(text("SELECT serialization FROM jobs.workflow_status")))
    assert kinds == {"portable_json"}


async def test_it_is_quiet(jobs, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    await jobs.start()
    await jobs.stop(within_s=0)

    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.name == "dbos"] == []


async def test_work_goes_on_after_the_database_was_killed(tmp_path):
    server = EmbeddedPostgres(tmp_path, settings={"fsync": "off", "shared_buffers": "16MB"})
    server.start()
    migrate(server.url)
    database = Database(server.url, server=server)
    made = Jobs(database, beat_every_s=0.1, dead_after_s=60)
    made.queue("work", per_executor=5, poll_every_s=0.05)
    done = []

    async def kill_the_server(number):
        pid = int((tmp_path / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0])
        if number == 2 and 2 not in done:
            os.kill(pid, signal.SIGKILL)
        done.append(number)
        return number

    step = made.step("kill", kill_the_server)

    async def count():
        return sum([await step(number) for number in (1, 2, 3)])

    workflow = made.workflow("count", count)
    await made.start()

    handle = await made.enqueue("work", workflow)

    assert await handle.get_result() == 6
    await made.stop(within_s=0)
    await database.close()
