"""When are the sources asked? Each interval, by every worker: what one takes, the others leave alone.

Where collecting stands is in the database (what waits is removed when it was taken), so a worker that dies loses nothing.
"""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

from watchgate.hub.sources import inbox, names
from watchgate.hub.usage.taking import know
from watchgate.storage.database import Database

log = logging.getLogger("watchgate.hub.collecting")


async def collect(database: Database) -> int:
    """Learn the names of our skills, then take what waits; how many sightings were new."""
    async with database.begin() as tx:
        await know(tx, await names.known(tx))
    return await inbox.collect(database)


async def keep_collecting(database: Database, interval_s: int) -> None:
    """Until cancelled."""
    while True:
        try:
            if new := await collect(database):
                log.info("hub.collected: %d sightings", new)
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("hub.collecting_waits_for_database: %s", type(error).__name__)
        await asyncio.sleep(interval_s)
