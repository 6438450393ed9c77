"""How does a command get at the one-time links? Database, migrations; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from watchgate.identity.links.service import Links
from watchgate.identity.people.service import People
from watchgate.kernel.clock import utc_now
from watchgate.settings import Settings
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database


@asynccontextmanager
async def open_links(settings: Settings) -> AsyncIterator[Links]:
    """The links in the database of *settings*. Raises UserError."""
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield Links(database, People(database, utc_now), utc_now)
    finally:
        await database.close()
