"""Transactions on a real PostgreSQL."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError


async def names(database):
    async with database.read() as tx:
        return list(await tx.scalars(text("SELECT id FROM executor")))


async def add(tx, name):
    await tx.execute(text("INSERT INTO executor VALUES (:name, now(), now())"), {"name": name})


async def test_what_a_transaction_wrote_is_there_after_it(database):
    async with database.begin() as tx:
        await add(tx, "one")

    assert await names(database) == ["one"]


async def test_a_transaction_that_raises_leaves_nothing(database):
    async def fail():
        async with database.begin() as tx:
            await add(tx, "one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await names(database) == []


async def test_reading_cannot_write(database):
    async with database.read() as tx:
        with pytest.raises(DBAPIError, match="read-only"):
            await add(tx, "one")


async def test_after_reading_the_connection_can_write_again(database):
    await names(database)

    async with database.begin() as tx:
        await add(tx, "one")

    assert await names(database) == ["one"]


async def test_an_error_does_not_quote_the_values(database):
    async with database.begin() as tx:
        with pytest.raises(DBAPIError) as caught:
            await tx.execute(text("SELECT CAST(:value AS integer) / 0"), {"value": "271828"})

    assert "271828" not in str(caught.value)


@pytest.mark.parametrize("number", [1, 2])
async def test_each_test_has_a_database_of_its_own(database, number):
    assert await names(database) == []
    async with database.begin() as tx:
        await add(tx, "mine")
