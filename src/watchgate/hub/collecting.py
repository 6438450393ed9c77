"""When are the sources asked? Each interval, by every worker: what one takes, the others leave alone.

Where collecting stands is in the database (what waits is removed when it was taken), so a worker that dies loses nothing.
"""

import asyncio
import logging
from datetime import timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from watchgate.hub.governance.service import Governance
from watchgate.hub.sources import costs, exchanges, inbox, names
from watchgate.hub.usage.taking import know
from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database

_HELD = 2
"""So many intervals costs wait for the messages of their hour, which stand in other files."""
log = logging.getLogger("watchgate.hub.collecting")


async def collect(database: Database, *, held_s: float = 0) -> int:
    """Learn the names of our skills, then take what waits; how many sightings were new. Costs that came in the last *held_s* wait on."""
    async with database.begin() as tx:
        await know(tx, await names.known(tx))
    return await inbox.collect(database) + await costs.collect(database, timedelta(seconds=held_s))


async def keep_collecting(
    database: Database, data_dir: Path, governance: Governance, interval_s: int
) -> None:
    """Until cancelled. *data_dir*: where our gateways write their logs."""
    while True:
        try:
            new = await collect(database, held_s=_HELD * interval_s)
            new += await _from_gateways(database, data_dir)
            if new:
                log.info("hub.collected: %d sightings", new)
            await _look(governance)
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("hub.collecting_waits_for_database: %s", type(error).__name__)
        await asyncio.sleep(interval_s)


async def _from_gateways(database: Database, data_dir: Path) -> int:
    """A log that cannot be read holds up nothing else."""
    try:
        return await exchanges.collect(database, data_dir)
    except UserError as error:
        log.warning("hub.gateway_log_not_read: %s", error)
        return 0


async def _look(governance: Governance) -> None:
    """What governance stumbles over holds up nothing else."""
    try:
        await governance.look()
    except UserError as error:
        log.warning("hub.governance_waits: %s", error)
