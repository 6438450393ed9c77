"""Who carries entries from the outbox into the ledger? One relay at a time, over all processes; at least once each.

An entry has the number of its row as `outbox`: when a process dies after writing and before deleting, the entry comes
twice, and the number tells.
"""

import asyncio
import logging

from sqlalchemy.exc import DBAPIError

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import rfc3339
from watchgate.ledger.outbox import places, store
from watchgate.ledger.writer import Ledger, LedgerUnavailable
from watchgate.storage.database import Database

BATCH_ENTRIES = 500
POLL_S = 1.0
_logger = logging.getLogger(__name__)


class OutboxRelay:
    """Moves entries into *ledger*, which this process has opened (kind `control`)."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    async def run(self) -> None:
        """Move what comes, until cancelled. What fails is tried again: nothing is lost, it waits in the outbox."""
        while True:
            try:
                if await self.move() == BATCH_ENTRIES:
                    continue
                await asyncio.to_thread(self._ledger.carry_out_orders)
            except (DBAPIError, LedgerUnavailable, OSError) as error:
                _logger.warning("ledger entries wait in the outbox: %s", type(error).__name__)
                await self._reopen()
            await asyncio.sleep(POLL_S)

    async def drain(self) -> int:
        """Move all that waits now; returns how many. Raises LedgerUnavailable, DBAPIError."""
        total = 0
        while moved := await self.move():
            total += moved
        return total

    async def move(self) -> int:
        """Move up to BATCH_ENTRIES; returns how many (0 too when another relay is at work).

        Raises LedgerUnavailable, DBAPIError; then all of them are still in the outbox.
        """
        async with self._database.begin() as tx:
            if not await store.is_alone(tx):
                return 0
            waiting = await store.oldest(tx, BATCH_ENTRIES)
            if not waiting:
                return 0
            numbers = [self._append(one) for one in waiting]
            await self._ledger.durable(numbers[-1])
            await places.note(tx, self._ledger.writer_dir.name, zip(waiting, numbers, strict=True))
            await store.forget(tx, waiting)
            return len(waiting)

    def _append(self, one: store.Waiting) -> int:
        own: dict[str, Json] = {"outbox": one.id, "recorded_at": rfc3339(one.recorded_at)}
        return self._ledger.append(one.type, {**one.fields, **own}, one.payload)

    async def _reopen(self) -> None:
        if self._ledger.has_failed:
            try:
                await asyncio.to_thread(self._ledger.reopen)
            except (LedgerUnavailable, OSError) as error:
                _logger.warning("the ledger is still unavailable: %s", type(error).__name__)
