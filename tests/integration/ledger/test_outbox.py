"""From a transaction into the ledger: on a real database, with processes that are killed in between."""

import asyncio
import contextlib
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from watchgate.ledger.events import EventType
from watchgate.ledger.outbox import OutboxRelay, places, record, store
from watchgate.ledger.outbox.places import Place
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger

PROGRAM = Path(__file__).with_name("relaying_process.py")
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path):
    opened = Ledger.open(tmp_path, kind="control")
    yield opened
    opened.close()


def entries(data_dir):
    """[(entry, payload or None)] of the control log."""
    found = []
    for path in sorted((data_dir / "ledger" / "control-0" / "segments").glob("*.log")):
        for line in path.read_bytes().splitlines()[1:]:
            entry, _, kept = line.partition(b"\t")
            found.append((json.loads(entry), json.loads(kept)["payload"] if kept.startswith(b"{") else None))
    return found


async def until_written(data_dir, count):
    for _ in range(6000):
        if len(entries(data_dir)) >= count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{len(entries(data_dir))} entries instead of {count}")


def relaying_process(url, data_dir):
    process = subprocess.Popen([sys.executable, PROGRAM, url, data_dir], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


async def numbers_left(database):
    async with database.read() as tx:
        return list(await tx.scalars(text("SELECT id FROM ledger_outbox ORDER BY id")))


async def put(database, *numbers, payload=None):
    for number in numbers:
        async with database.begin() as tx:
            await record(tx, "thing.done", {"number": number}, payload, clock=lambda: NOW)


async def test_what_a_transaction_recorded_reaches_the_ledger_in_order(database, ledger, tmp_path):
    await put(database, 1, 2, 3, payload={"who": "someone"})

    assert await OutboxRelay(database, ledger).drain() == 3

    assert await numbers_left(database) == []
    found = entries(tmp_path)
    assert [entry["number"] for entry, _ in found] == [1, 2, 3]
    assert [entry["outbox"] for entry, _ in found] == [1, 2, 3]
    assert {entry["recorded_at"] for entry, _ in found} == {"2026-11-22T14:00:00.000000Z"}
    assert {entry["type"] for entry, _ in found} == {"thing.done"}
    assert [payload for _, payload in found] == [{"who": "someone"}] * 3
    ledger.checkpoint()
    assert verify_folder(tmp_path).ok


async def test_a_transaction_that_fails_leaves_no_entry(database, ledger):
    async def fail():
        async with database.begin() as tx:
            await record(tx, EventType.LEDGER_READ, {"message": "m1"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await OutboxRelay(database, ledger).drain() == 0


async def test_nul_and_lone_surrogates_get_through(database, ledger, tmp_path):
    await put(database, 1, payload={"reason": "a\0b \ud800 \u202e"})

    await OutboxRelay(database, ledger).drain()

    assert entries(tmp_path)[0][1] == {"reason": "a\0b \ufffd \u202e"}


@pytest.mark.parametrize("fields", [{"seq": 1}, {"outbox": 7}, {"thing": object()}])
async def test_what_an_entry_cannot_hold_fails_in_the_transaction(database, fields):
    async with database.begin() as tx:
        with pytest.raises((ValueError, TypeError, OverflowError)):
            await record(tx, "thing.done", fields)

    assert await numbers_left(database) == []


async def test_a_second_relay_waits_for_the_first(database, ledger, tmp_path):
    await put(database, 1)
    second = Ledger.open(tmp_path, kind="control")
    async with database.begin() as holder:
        await holder.execute(text("SELECT id FROM ledger_outbox FOR UPDATE"))
        first = asyncio.create_task(OutboxRelay(database, ledger).move())
        await until_written(tmp_path, 1)

        assert await OutboxRelay(database, second).move() == 0

    assert await first == 1
    second.close()
    assert len(entries(tmp_path)) == 1


async def test_killed_between_writing_and_deleting_nothing_is_lost_and_the_repetition_shows(
    database, postgres_url, tmp_path
):
    await put(database, 1, 2, 3)
    async with database.begin() as holder:  # the relay writes, and cannot delete
        await holder.execute(text("SELECT id FROM ledger_outbox FOR UPDATE"))
        process = relaying_process(postgres_url, tmp_path)
        await until_written(tmp_path, 3)
        process.kill()
        process.communicate()
    assert len(await numbers_left(database)) == 3

    ledger = Ledger.open(tmp_path, kind="control")
    # the dead process's connection may hold the relay's lock until its server process notices
    while await numbers_left(database):
        await OutboxRelay(database, ledger).drain()
        await asyncio.sleep(0.01)
    ledger.close()

    written = [(entry["outbox"], entry["number"]) for entry, _ in entries(tmp_path) if "outbox" in entry]
    assert written == [(1, 1), (2, 2), (3, 3)] * 2
    assert verify_folder(tmp_path).ok


async def test_a_running_relay_carries_on_after_the_database_was_away(database, ledger, tmp_path):
    relay = asyncio.create_task(OutboxRelay(database, ledger).run())
    try:
        await put(database, 1)
        await until_written(tmp_path, 1)
        async with database.begin() as tx:
            others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = current_database()"
            await tx.execute(text(others))
        await put(database, 2)
        await until_written(tmp_path, 2)
    finally:
        relay.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await relay

    assert list(dict.fromkeys(entry["number"] for entry, _ in entries(tmp_path))) == [1, 2]


async def test_where_entries_about_a_request_stand_is_noted(database, ledger):
    async with database.begin() as tx:
        await record(tx, "thing.planned", {"request": "rem_1"})
        await record(tx, "thing.done", {"request": "rem_1", "number": 1})
        await record(tx, "thing.done", {"request": "rem_1", "number": 2})
        await record(tx, "thing.done", {"request": "rem_2", "number": 1})
        await record(tx, "thing.done", {"number": 7})
    async with database.read() as tx:
        assert await places.waiting_for(tx, "rem_1") == 3
        assert await places.of_subject(tx, "rem_1", [1]) == []

    await OutboxRelay(database, ledger).drain()

    async with database.read() as tx:
        assert await places.waiting_for(tx, "rem_1") == 0
        assert await places.of_subject(tx, "rem_1", [1]) == [
            Place("thing.planned", "control-0", 0, None),
            Place("thing.done", "control-0", 1, 1),
        ]


async def test_an_entry_that_came_twice_stands_where_it_came_last(database, ledger, tmp_path):
    async with database.begin() as tx:
        await record(tx, "thing.done", {"request": "rem_1", "number": 1})
    relay = OutboxRelay(database, ledger)
    async with database.read() as tx:  # as if it had died before the database heard of it
        [one] = await store.oldest(tx, 1)
    await ledger.durable(ledger.append(one.type, {**one.fields, "outbox": one.id}, None))

    await relay.drain()

    async with database.read() as tx:
        [place] = await places.of_subject(tx, "rem_1", [1])
    assert [entry["seq"] for entry, _ in entries(tmp_path)] == [0, 1]
    assert place.seq == 1
