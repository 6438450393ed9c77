"""How does somebody's export of who used what get in, where the compliance plane is missing? Row by row, each once, and tried first if wanted."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import person
from watchgate.http.permissions import Caller
from watchgate.hub.sources.imported import BadRow, Columns, sighting
from watchgate.hub.sources.reading_rows import Format, rows
from watchgate.hub.usage.merging import RANK
from watchgate.hub.usage.model import Sighting, Source
from watchgate.hub.usage.tables import NOWHERE, usage_sighting
from watchgate.hub.usage.taking import take
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.storage.database import Database

IMPORTED = "usage.imported"
_AT_ONCE = 5000
_SHOWN = 20
_MOST_AHEAD = timedelta(days=1)


@dataclass(slots=True)
class Imported:
    """What came of it. `refused`: (line, why), the first twenty of `refused_rows`."""

    rows: int = 0
    new: int = 0
    known: int = 0
    refused_rows: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)
    unknown_people: int = 0
    """Addresses that nobody in the workspace has: these runs count, and say not whose they are."""


@dataclass(frozen=True, slots=True)
class Importing:
    """Imports into the use of skills."""

    database: Database
    clock: Clock

    async def run(
        self,
        caller: Caller,
        workspace_id: UUID | None,
        content: str,
        form: Format,
        columns: Columns,
        *,
        dry_run: bool,
    ) -> Imported:
        """Take every row that tells of a run; those that were taken before change nothing. Raises UserError."""
        done = Imported()
        unknown: set[str] = set()
        for batch in _batches(self._told(content, form, columns, workspace_id, done)):
            async with self.database.begin() as tx:
                told = await _with_ids(tx, workspace_id, batch, unknown)
                known = await _known(tx, workspace_id, told)
                done.known += len(known & {one.source_id for one in told})
                done.new += len({one.source_id for one in told} - known)
                if not dry_run:
                    await take(tx, told)
        done.unknown_people = len(unknown)
        if not dry_run:
            fields: dict[str, Json] = {"rows": done.rows, "new": done.new, "refused": done.refused_rows}
            where = str(workspace_id) if workspace_id else None
            async with self.database.begin() as tx:
                await outbox.record(tx, IMPORTED, fields | {"workspace": where, "by": caller.id})
        return done

    def _told(
        self, content: str, form: Format, columns: Columns, workspace_id: UUID | None, done: Imported
    ) -> Iterator[Sighting]:
        latest = self.clock() + _MOST_AHEAD
        for line, row in rows(content, form):
            done.rows += 1
            try:
                yield _sighting(row, columns, workspace_id, latest)
            except BadRow as problem:
                done.refused_rows += 1
                if len(done.refused) < _SHOWN:
                    done.refused.append((line, str(problem)))


def _sighting(
    row: Mapping[str, object] | BadRow, columns: Columns, workspace_id: UUID | None, latest: datetime
) -> Sighting:
    if isinstance(row, BadRow):
        raise row
    told = sighting(row, columns, workspace_id)
    if told.at > latest:
        raise BadRow(f"{columns.at} lies in the future.")
    return told


def _batches(told: Iterator[Sighting]) -> Iterator[list[Sighting]]:
    batch: list[Sighting] = []
    for one in told:
        batch.append(one)
        if len(batch) == _AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


async def _with_ids(
    tx: AsyncConnection, workspace_id: UUID | None, batch: Sequence[Sighting], unknown: set[str]
) -> list[Sighting]:
    """With user ids in the place of addresses, which are not kept."""
    addresses = {one.person.lower() for one in batch if one.person and "@" in one.person}
    if not addresses:
        return list(batch)
    query = select(func.lower(person.c.email).label("email"), person.c.user_id)
    query = query.where(person.c.workspace_id == workspace_id, func.lower(person.c.email).in_(addresses))
    ids = {row.email: row.user_id for row in await tx.execute(query)}
    unknown |= addresses - ids.keys()
    return [
        replace(one, person=ids.get(one.person.lower())) if one.person and "@" in one.person else one
        for one in batch
    ]


async def _known(tx: AsyncConnection, workspace_id: UUID | None, told: Sequence[Sighting]) -> set[str]:
    """The source ids that were taken before."""
    query = select(usage_sighting.c.source_id).where(
        usage_sighting.c.workspace_id == (workspace_id or NOWHERE),
        usage_sighting.c.source == RANK[Source.IMPORTED],
        usage_sighting.c.source_id.in_([one.source_id for one in told]),
    )
    return set((await tx.execute(query)).scalars())
