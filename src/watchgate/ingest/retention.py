"""What is kept no longer? Whole months of events, messages and findings, and what hangs on them, when they are past their time."""

from datetime import datetime, timedelta

from watchgate.ingest.store import retention
from watchgate.ingest.store.connection import psycopg_of
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, rfc3339, utc_now
from watchgate.ledger import outbox
from watchgate.ledger.events import EventType
from watchgate.storage import partitions
from watchgate.storage.database import Database


class CatalogueRetention:
    """The use case of retention. *days* of 0 keep everything."""

    def __init__(self, database: Database, days: int, *, clock: Clock = utc_now) -> None:
        self._database = database
        self._days = days
        self._clock = clock

    async def apply(self) -> int:
        """Remove what is past its time; returns how many months went. On record, when anything went at all."""
        if self._days == 0:
            return 0
        cutoff = _beginning_of_month(self._clock() - timedelta(days=self._days))
        async with self._database.begin() as tx:
            months = [
                name
                for table in partitions.PARTITIONED
                for name in await partitions.drop_before(tx, table, cutoff)
            ]
            rows = await retention.delete_before(await psycopg_of(tx), cutoff)
            if months or rows:
                fields: dict[str, Json] = {"before": rfc3339(cutoff), "months": months, "rows": rows}
                await outbox.record(tx, EventType.CATALOGUE_RETAINED, fields)
        return len(months)


def _beginning_of_month(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
