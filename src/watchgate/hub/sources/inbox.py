"""How does what ingest put aside (`skill_use`) become sightings? In the order it came, each once: taken and removed in one transaction."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.sources import agent, conversation, record
from watchgate.hub.sources.told import moment
from watchgate.hub.usage.model import Sighting
from watchgate.hub.usage.taking import take
from watchgate.ingest.digest.uses import AGENT, COSTS, MESSAGE
from watchgate.ingest.tables import skill_use
from watchgate.storage.database import Database

AT_ONCE = 5000


async def collect(database: Database) -> int:
    """Everything that waits; how many sightings were new. Several workers may do it at once."""
    count = 0
    while True:
        async with database.begin() as tx:
            rows, new = await _step(tx)
        count += new
        if rows < AT_ONCE:
            return count


async def _step(tx: AsyncConnection) -> tuple[int, int]:
    query = select(skill_use).where(skill_use.c.kind != COSTS).order_by(skill_use.c.id)
    rows = (await tx.execute(query.limit(AT_ONCE).with_for_update(skip_locked=True))).all()
    told = [one for row in rows for one in _sightings(row.workspace_id, row.kind, row.told)]
    new = await take(tx, told)
    if rows:
        await tx.execute(delete(skill_use).where(skill_use.c.id.in_([row.id for row in rows])))
    return len(rows), new


def _sightings(workspace_id: UUID, kind: str, told: Mapping[str, Any]) -> Iterator[Sighting]:
    if kind == record.KIND:
        yield record.sighting(told, workspace_id)
    elif kind == AGENT:
        yield from agent.sightings(told, workspace_id)
    elif kind == MESSAGE:
        at = moment(told["at"])
        assert at is not None  # ingest has written it
        said = {**told, "at": at, "skills_used": tuple(told["skills_used"])}
        yield from conversation.sightings(conversation.Message(**said), workspace_id)
