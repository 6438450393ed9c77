"""Where a legal hold keeps something of a month, the rest of it goes row by row, and the sums are those of what is left."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from integration.ingest.test_retention import NOW, OLD, rows
from integration.ingest.test_settle import WORKSPACE, finding, said
from watchgate.ingest.kept import Kept
from watchgate.ingest.retention import CatalogueRetention
from watchgate.ingest.store import settle
from watchgate.storage import partitions
from watchgate.storage.driver import psycopg_of

OTHER = OLD + timedelta(minutes=5)


@pytest.fixture
async def filled(database):
    """Half a year ago: two conversations with findings and files; in the month itself, or where odd times go."""
    async with database.begin() as tx:
        await tx.execute(
            text(
                f"CREATE TABLE message_{OLD:%Y%m} PARTITION OF message FOR VALUES FROM ('{_first(OLD)}') TO ('{_next(OLD)}')"
            )
        )
        connection = await psycopg_of(tx)
        events = [
            said(1, at=OLD, conversation="held", found=[finding(1)], files=["f1"]),
            said(2, at=OTHER, conversation="free", found=[finding(2)], files=["f2"]),
            said(3, at=NOW, conversation="new", found=[finding(3)]),
        ]
        new = await settle.insert_new(connection, WORKSPACE, "file", events)
        await settle.add(connection, WORKSPACE, new, NOW)
        await tx.execute(text("UPDATE file SET state = 'fetched'"))
    return database


def _first(moment):
    return f"{moment:%Y-%m}-01"


def _next(moment):
    return f"{(moment.replace(day=1) + timedelta(days=32)):%Y-%m}-01"


def retention(database, kept):
    async def keeps(_tx):
        return kept

    return CatalogueRetention(database, 90, keeps=keeps)


async def left(database):
    return {
        "messages": [
            name for (name,) in await rows(database, "SELECT conversation_id FROM message ORDER BY 1")
        ],
        "events": (await rows(database, "SELECT count(*) FROM event"))[0][0],
        "findings": [name for (name,) in await rows(database, "SELECT id FROM finding ORDER BY 1")],
        "conversations": [
            name for (name,) in await rows(database, "SELECT conversation_id FROM conversation ORDER BY 1")
        ],
        "files": [name for (name,) in await rows(database, "SELECT file_id FROM file ORDER BY 1")],
        "sums": [
            int((await rows(database, f"SELECT coalesce(sum(findings), 0) FROM {table}"))[0][0])
            for table in ("finding_day", "finding_entity_day")
        ],
    }


async def test_a_held_conversation_stays_and_its_neighbour_goes(filled):
    dropped = await retention(filled, {WORKSPACE: Kept(conversations=frozenset({"held"}))}).apply()

    assert dropped == 0
    assert await left(filled) == {
        "messages": ["held", "new"],
        "events": 2,
        "findings": ["fnd_1", "fnd_3"],
        "conversations": ["held", "new"],
        "files": ["f1"],
        "sums": [2, 2],
    }


async def test_what_is_held_in_another_workspace_keeps_nothing_here(filled):
    dropped = await retention(
        filled, {uuid4(): Kept(conversations=frozenset({"held"}), is_everything=True)}
    ).apply()

    assert dropped == 1
    assert (await left(filled))["messages"] == ["new"]


async def test_a_held_file_stays_with_its_findings(filled):
    await retention(filled, {WORKSPACE: Kept(files=frozenset({"f2"}))}).apply()

    assert (await left(filled))["files"] == ["f2"]


async def test_where_nobody_can_say_what_is_held_everything_is(filled):
    await retention(filled, {WORKSPACE: Kept(is_everything=True)}).apply()

    assert (await left(filled))["messages"] == ["free", "held", "new"]
    assert (await left(filled))["sums"] == [3, 3]


async def test_when_the_hold_is_gone_the_month_is_dropped(filled):
    await retention(filled, {WORKSPACE: Kept(conversations=frozenset({"held"}))}).apply()

    assert await CatalogueRetention(filled, 90).apply() == 1
    assert (await left(filled))["messages"] == ["new"]
    async with filled.read() as tx:
        assert await partitions.past(tx, "message", datetime.now(UTC) - timedelta(days=90)) == []


async def test_it_is_on_record_that_holds_were_gone_around(filled):
    await retention(filled, {WORKSPACE: Kept(conversations=frozenset({"held"}))}).apply()

    [(fields,)] = await rows(filled, "SELECT fields FROM ledger_outbox")
    assert fields["under_hold"] == [str(WORKSPACE)]
