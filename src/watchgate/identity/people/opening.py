"""How does a command get at the accounts? Settings, database, migrations; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from watchgate.identity.links.service import Links
from watchgate.identity.people.service import People
from watchgate.kernel.clock import utc_now
from watchgate.settings import Settings
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database


@dataclass(frozen=True, slots=True)
class Room:
    """The accounts, and the links by which people get into them."""

    people: People
    links: Links


@asynccontextmanager
async def open_people(settings: Settings) -> AsyncIterator[Room]:
    """The accounts in the database of *settings*. Raises UserError."""
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        people = People(database, utc_now)
        yield Room(people, Links(database, people, utc_now))
    finally:
        await database.close()
