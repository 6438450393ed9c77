"""Is there a database to look at? One of our own is not made for it; where there is none yet, that is said."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watchgate.doctor.model import Line, failed, ok
from watchgate.kernel.errors import UserError
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.open import open_database
from watchgate.storage.postgres_programs import MAJOR_VERSION, binaries

NAME = "database"


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database | Line]:
    """The database, closed again at the end; or the line that says why there is none.

    A server of our own that exists and does not run is started for as long as it is looked at.
    """
    found = await _open(settings)
    try:
        yield found
    finally:
        if isinstance(found, Database):
            await found.close()


async def _open(settings: Settings) -> Database | Line:
    try:
        if settings.database_url is not None or _has_own(settings):
            return await open_database(settings)
        binaries()
    except UserError as problem:
        return failed(NAME, str(problem))
    return ok(NAME, f"none yet; the first start makes a PostgreSQL {MAJOR_VERSION} in the data folder")


def _has_own(settings: Settings) -> bool:
    return (settings.data_dir / "postgres" / "data" / "PG_VERSION").exists()
