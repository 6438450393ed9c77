"""Which database a program gets, and what it is told when it gets none."""

import socket

import pytest
from sqlalchemy import text

from watchgate.kernel.errors import UserError
from watchgate.settings import Settings
from watchgate.storage.open import open_database


async def test_a_database_given_by_url_is_used(postgres_url, tmp_path):
    database = await open_database(Settings(data_dir=tmp_path, database_url=postgres_url))
    try:
        async with database.read() as tx:
            name = (await tx.execute(text("SELECT current_database()"))).scalar_one()
    finally:
        await database.close()

    assert f"/{name}?" in postgres_url
    assert not (tmp_path / "postgres").exists()


async def test_both_names_of_the_scheme_will_do(postgres_url, tmp_path):
    url = postgres_url.replace("postgresql://", "postgres://")

    await (await open_database(Settings(data_dir=tmp_path, database_url=url))).close()


async def test_nobody_there_is_said_without_the_password(tmp_path):
    with socket.socket() as taken:  # bound, but not listening
        taken.bind(("127.0.0.1", 0))
        url = f"postgresql://me:s3cretpass@127.0.0.1:{taken.getsockname()[1]}/db"

        with pytest.raises(UserError, match=r"cannot be reached.*refused") as caught:
            await open_database(Settings(data_dir=tmp_path, database_url=url))

    assert "s3cretpass" not in str(caught.value)


async def test_a_malformed_url_is_said_without_the_password(tmp_path):
    url = "postgresql://me:s3cretpass@host:port/db"

    with pytest.raises(UserError, match="cannot be read") as caught:
        await open_database(Settings(data_dir=tmp_path, database_url=url))

    assert "s3cretpass" not in str(caught.value)
