"""How do exchanges of our gateways get from their logs into sightings? Each once, from where the last look ended.

The logs are those in the data folder that server, worker and gateways share: of a gateway elsewhere, nothing is known here.
"""

import asyncio
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.sources import exchange
from watchgate.hub.usage.model import Sighting
from watchgate.hub.usage.taking import take
from watchgate.ledger.reading import entries_before
from watchgate.ledger.slots import writer_dirs
from watchgate.storage.database import Database

_AT_ONCE = 1000
_GATEWAY = "gateway"
_SEEN = text("SELECT next_seq FROM usage_log_cursor WHERE log = :log FOR UPDATE")
_MOVE = text("""
INSERT INTO usage_log_cursor (log, next_seq) VALUES (:log, :next)
ON CONFLICT (log) DO UPDATE SET next_seq = excluded.next_seq
""")


@dataclass(frozen=True, slots=True)
class _News:
    """What a log tells since entry number *since*; `next_seq`: where to go on."""

    sightings: list[Sighting]
    next_seq: int


async def collect(database: Database, data_dir: Path) -> int:
    """All that is new; how many sightings were. Raises LogDamaged, OSError."""
    count = 0
    for log in await asyncio.to_thread(writer_dirs, data_dir):
        if log.name.startswith(_GATEWAY):
            async with database.begin() as tx:
                count += await _take(tx, log)
    return count


async def _take(tx: AsyncConnection, log: Path) -> int:
    since: int = (await tx.execute(_SEEN, {"log": log.name})).scalar_one_or_none() or 0
    news = await asyncio.to_thread(_since, log, since)
    if news.next_seq == since:
        return 0
    count = await take(tx, news.sightings)
    await tx.execute(_MOVE, {"log": log.name, "next": news.next_seq})
    return count


def _since(log: Path, since: int) -> _News:
    """Read backwards until what is known. A log that is shorter than it was is another one: it is read whole."""
    found: list[Sighting] = []
    newest: int | None = None
    before: int | None = None
    while True:
        page = entries_before(log, before, _AT_ONCE)
        for entry in page.entries:
            if newest is None:
                newest = entry.seq
                since = since if newest >= since - 1 else 0
            if entry.seq < since:
                return _News(found, newest + 1)
            found += exchange.sightings(entry.written)
        before = page.more_before
        if before is None:
            return _News(found, since if newest is None else newest + 1)
