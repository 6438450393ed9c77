"""When do deleted rows leave the disk? PostgreSQL frees them when the tables are vacuumed: within the hour after something was erased."""

import asyncio
import logging
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from watchgate.remediation.own_copy.tables import erased_object
from watchgate.storage.database import Database

log = logging.getLogger("watchgate.remediation")

EVERY_S = 1800.0
TABLES = ("message", "finding", "event", "conversation", "file", "file_text", "broken_line", "person")
"""Of those with months, all months."""
_LOCK = 0x7761_7463_6806


async def keep_vacuuming(database: Database, *, every_s: float = EVERY_S) -> None:
    """Until cancelled: look every half hour, and vacuum when something was erased since the last time."""
    done: datetime | None = None
    while True:
        try:
            latest = await _latest(database)
            if latest is not None and latest != done and await vacuum(database):
                done = latest
        except DBAPIError as error:
            log.warning("remediation.not_vacuumed: %s", type(error).__name__)
        await asyncio.sleep(every_s)


async def vacuum(database: Database) -> bool:
    """Vacuum the tables; False when somebody else is at it."""
    async with database.outside() as connection:
        locked = await connection.execute(select(func.pg_try_advisory_lock(_LOCK)))
        if not locked.scalar_one():
            return False
        try:
            for table in TABLES:
                await connection.execute(text(f"VACUUM {table}"))
        finally:
            await connection.execute(select(func.pg_advisory_unlock(_LOCK)))
    return True


async def _latest(database: Database) -> datetime | None:
    async with database.read() as tx:
        latest: datetime | None = (await tx.execute(select(func.max(erased_object.c.erased_at)))).scalar_one()
        return latest
