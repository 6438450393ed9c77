"""Which records have had their time? They go whole, a few hundred at once, and the ledger says which; what a legal hold keeps stays.

Of records that belong to no workspace nobody can say whom they concern: while any hold is in force, they all stay.
"""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, false, or_, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records import events
from watchgate.hub.records.tables import hub_record as table
from watchgate.ingest.kept import Keeps, Kept
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.storage.database import Database

log = logging.getLogger("watchgate.hub.expiry")
_AT_ONCE = 500
_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class RecordExpiry:
    """The use case. *days* of 0 keep everything."""

    database: Database
    days: int
    keeps: Keeps
    clock: Clock

    async def turn(self) -> int:
        """Remove what is due; how many records."""
        count = 0
        while self.days:
            async with self.database.begin() as tx:
                removed = await self._step(tx)
            count += removed
            if removed < _AT_ONCE:
                break
        return count

    async def _step(self, tx: AsyncConnection) -> int:
        kept = await self.keeps(tx)
        due = (table.c.received_at < self.clock() - timedelta(days=self.days)) & ~_is_kept(kept)
        query = select(table.c.id).where(due).order_by(table.c.id).limit(_AT_ONCE)
        ids = list((await tx.execute(query.with_for_update(skip_locked=True))).scalars())
        if ids:
            await tx.execute(delete(table).where(table.c.id.in_(ids)))
            gone: list[Json] = [*ids]
            await outbox.record(tx, events.EXPIRED, {"records": gone, "days": self.days})
        return len(ids)


def _is_kept(kept: Mapping[UUID, Kept]) -> ColumnElement[bool]:
    """Does a hold keep a record?"""
    if not kept:
        return false()
    parts: list[ColumnElement[bool]] = [table.c.workspace_id.is_(None)]
    for workspace_id, what in kept.items():
        here = table.c.workspace_id == workspace_id
        concerned = table.c.conversation_id.in_(what.conversations) | table.c.conversation_id.is_(None)
        parts.append(here if what.is_everything else and_(here, concerned))
    return or_(*parts)


async def keep_expiring(expiry: RecordExpiry) -> None:
    """Until cancelled."""
    while True:
        try:
            if count := await expiry.turn():
                log.info("hub.expired: %d records", count)
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("hub.expiry_waits_for_database: %s", type(error).__name__)
        await asyncio.sleep(_EVERY_S)
