"""Which database does this program use? The one it is given by URL, else one of its own in the data folder."""

import asyncio
import contextlib

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError, DBAPIError

from watchgate.kernel.errors import UserError
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres

OLDEST_VERSION = 15


async def open_database(settings: Settings) -> Database:
    """The database, reachable, of a version that we can use; not yet migrated (`storage.migrate`).

    Raises UserError: no connection, too old, or no server of our own to be had.
    """
    if settings.database_url is not None:
        return await _checked(_given(settings.database_url))
    server = EmbeddedPostgres(settings.data_dir)
    await asyncio.to_thread(server.start)
    return await _checked(Database(server.url, server=server))


async def _checked(database: Database) -> Database:
    async with contextlib.AsyncExitStack() as unless_it_will_do:
        unless_it_will_do.push_async_callback(database.close)
        version = await _version(database)
        if version < OLDEST_VERSION:
            raise UserError(
                f"The database is PostgreSQL {version}, and Watchgate needs {OLDEST_VERSION} or newer. "
                "Upgrade it, or unset WATCHGATE_DATABASE_URL to use one of Watchgate's own."
            )
        unless_it_will_do.pop_all()
    return database


async def _version(database: Database) -> int:
    try:
        async with database.read() as tx:
            number = (await tx.execute(text("SHOW server_version_num"))).scalar_one()
    except (DBAPIError, OSError) as error:
        why = str(getattr(error, "orig", error)).strip().split("\n")[0]
        raise UserError(
            f"The database cannot be reached: {why}. Check WATCHGATE_DATABASE_URL, and that PostgreSQL runs."
        ) from None
    return int(number) // 10_000


def _given(url: str) -> Database:
    try:
        return Database("postgresql://" + url.partition("://")[2])
    except (ArgumentError, ValueError):
        raise UserError(
            "The database URL cannot be read. Write it like postgresql://USER:PASSWORD@HOST:5432/NAME, "
            "with special characters of the password percent-encoded."
        ) from None
