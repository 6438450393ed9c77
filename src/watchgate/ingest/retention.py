"""What is kept no longer? Whole months of events, messages and findings, and what hangs on them, when they are past their time.

Where a legal hold keeps something of a month, the rest of it goes row by row.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ingest.kept import Keeps, Kept, keeps_nothing
from watchgate.ingest.store import retention, retention_under_holds
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, rfc3339, utc_now
from watchgate.ledger import outbox
from watchgate.ledger.events import EventType
from watchgate.storage import partitions
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of


class CatalogueRetention:
    """The use case of retention. *days* of 0 keep everything; what *keeps* names stays, and the rest goes around it."""

    def __init__(
        self, database: Database, days: int, *, keeps: Keeps = keeps_nothing, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._days = days
        self._keeps = keeps
        self._clock = clock

    async def apply(self) -> int:
        """Remove what is past its time; returns how many months went. On record, when anything went at all."""
        if self._days == 0:
            return 0
        cutoff = _beginning_of_month(self._clock() - timedelta(days=self._days))
        async with self._database.begin() as tx:
            kept = await self._keeps(tx)
            months, rows = await (_around(tx, kept, cutoff) if kept else _whole(tx, cutoff))
            if months or rows:
                fields: dict[str, Json] = {
                    "before": rfc3339(cutoff),
                    "months": list(months),
                    "rows": rows,
                    "under_hold": sorted(str(workspace_id) for workspace_id in kept),
                }
                await outbox.record(tx, EventType.CATALOGUE_RETAINED, fields)
        return len(months)


async def _whole(tx: AsyncConnection, cutoff: datetime) -> tuple[Sequence[str], int]:
    """Whole months: the months dropped, and how many rows hung on them."""
    months = [
        name for table in partitions.PARTITIONED for name in await partitions.drop_before(tx, table, cutoff)
    ]
    return months, await retention.delete_before(await psycopg_of(tx), cutoff)


async def _around(
    tx: AsyncConnection, kept: Mapping[UUID, Kept], cutoff: datetime
) -> tuple[Sequence[str], int]:
    """Row by row; a month in which nothing is held is dropped."""
    connection = await psycopg_of(tx)
    dropped: list[str] = []
    for table in ("event", "finding", "message"):  # events are told by their messages, so messages go last
        months = await partitions.past(tx, table, cutoff)
        left = {
            part: await retention_under_holds.delete_from(connection, part, table, kept, cutoff)
            for part in [*months, f"{table}_default"]
        }
        empty = [month for month in months if not left[month]]
        await partitions.drop(tx, empty)
        dropped += empty
    return dropped, await retention_under_holds.delete_before(connection, kept, cutoff)


def _beginning_of_month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
