"""Months of the big tables: made ahead, dropped when past, and no row is lost in between."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from watchgate.storage import partitions

ID = UUID(int=1)


async def put(tx, *moments):
    for number, moment in enumerate(moments):
        values = {"id": ID, "event": f"e{number}-{moment}", "at": moment}
        await tx.execute(
            text("""
                INSERT INTO event (workspace_id, event_id, type, occurred_at, file_id, actor_type, is_own_call)
                VALUES (:id, :event, 'T', :at, 'f', 'USER', false)
            """),
            values,
        )


async def where(database):
    async with database.read() as tx:
        found = await tx.execute(
            text("SELECT occurred_at, tableoid::regclass::text AS part FROM event ORDER BY 1")
        )
        return [(row.occurred_at, row.part) for row in found]


def at(*parts):
    return datetime(*parts, tzinfo=UTC)


async def test_the_months_around_now_are_made_once(database):
    async with database.begin() as tx:
        made = await partitions.ensure(tx, at(2031, 1, 31))
        again = await partitions.ensure(tx, at(2031, 1, 31))

    months = ("203010", "203011", "203012", "203101", "203102", "203103")
    assert made == [f"{table}_{month}" for table in ("event", "message", "finding") for month in months]
    assert again == []


@pytest.mark.parametrize(
    ("moment", "part"),
    [
        (at(2031, 1, 1), "event_203101"),
        (at(2030, 12, 31, 23, 59, 59, 999999), "event_203012"),
        (at(1970, 1, 1), "event_default"),
        (at(9999, 12, 31), "event_default"),
    ],
)
async def test_a_row_belongs_to_its_month_and_an_odd_one_to_the_default(database, moment, part):
    async with database.begin() as tx:
        await partitions.ensure(tx, at(2031, 1, 31))
        await put(tx, moment)

    assert await where(database) == [(moment, part)]


async def test_rows_that_came_before_their_month_was_made_move_there(database):
    early, odd = at(2041, 5, 6), at(1971, 1, 1)
    async with database.begin() as tx:
        await put(tx, early, odd)
    assert await where(database) == [(odd, "event_default"), (early, "event_default")]

    async with database.begin() as tx:
        await partitions.ensure(tx, at(2041, 5, 1))

    assert await where(database) == [(odd, "event_default"), (early, "event_204105")]


async def test_a_month_that_was_attached_has_the_keys_of_the_others(database):
    async with database.begin() as tx:
        await partitions.ensure(tx, at(2041, 5, 1))
        await put(tx, at(2041, 5, 6))

    with pytest.raises(Exception, match="duplicate key"):
        async with database.begin() as tx:
            await put(tx, at(2041, 5, 6))


async def test_only_what_is_wholly_past_is_dropped(database):
    kept, past, odd = at(2031, 1, 1), at(2030, 12, 31), at(1971, 1, 1)
    async with database.begin() as tx:
        await partitions.ensure(tx, at(2031, 1, 31))
        await put(tx, kept, past, odd)

    async with database.begin() as tx:
        dropped = await partitions.drop_before(tx, "event", at(2031, 1, 20))

    assert await where(database) == [(kept, "event_203101")]
    assert dropped[-3:] == ["event_203010", "event_203011", "event_203012"]
    async with database.begin() as tx:
        assert await partitions.drop_before(tx, "event", at(2031, 1, 20)) == []
