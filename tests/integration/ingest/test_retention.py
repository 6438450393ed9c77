"""Whole months go when they are past their time, with what hangs on them, and on record; nothing else does."""

from datetime import UTC, datetime, timedelta

import pytest

from integration.ingest.test_settle import WORKSPACE, finding, said
from watchgate.ingest.retention import CatalogueRetention
from watchgate.ingest.store import settle
from watchgate.storage.driver import psycopg_of

NOW = datetime.now(UTC)
OLD = NOW - timedelta(days=200)


@pytest.fixture
async def filled(database):
    async with database.begin() as tx:
        connection = await psycopg_of(tx)
        events = [
            said(1, at=OLD, conversation="old", found=[finding(1)], files=["f1"]),
            said(2, at=NOW, conversation="new", found=[finding(2)], files=["f2"]),
            said(3, at=OLD, conversation="both"),
            said(4, at=NOW, conversation="both"),
        ]
        new = await settle.insert_new(connection, WORKSPACE, "file", events)
        await settle.add(connection, WORKSPACE, new, NOW)
    return database


async def rows(database, query):
    async with database.read() as tx:
        return await (await (await psycopg_of(tx)).execute(query)).fetchall()


async def test_what_is_past_its_time_goes_and_the_rest_stays(filled):
    await CatalogueRetention(filled, 90).apply()

    assert await rows(filled, "SELECT event_id FROM message ORDER BY 1") == [("e2",), ("e4",)]
    assert await rows(filled, "SELECT event_id FROM event ORDER BY 1") == [("e2",), ("e4",)]
    assert await rows(filled, "SELECT id FROM finding") == [("fnd_2",)]
    assert await rows(filled, "SELECT conversation_id FROM conversation ORDER BY 1") == [("both",), ("new",)]
    assert await rows(filled, "SELECT sum(findings) FROM finding_day") == [(1,)]
    assert await rows(filled, "SELECT sum(findings) FROM finding_entity_day") == [(1,)]
    assert await rows(filled, "SELECT type FROM ledger_outbox") == [("catalogue.retained",)]


async def test_without_a_retention_everything_stays(filled):
    assert await CatalogueRetention(filled, 0).apply() == 0

    assert await rows(filled, "SELECT count(*) FROM message") == [(4,)]
    assert await rows(filled, "SELECT count(*) FROM ledger_outbox") == [(0,)]


async def test_a_file_that_is_still_to_be_fetched_stays(filled):
    await CatalogueRetention(filled, 90).apply()

    assert await rows(filled, "SELECT file_id FROM file ORDER BY 1") == [("f1",), ("f2",)]
