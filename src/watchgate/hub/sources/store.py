"""How is it written down how far each workspace's audit log was read?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.sources.tables import usage_cursor as table


@dataclass(frozen=True, slots=True)
class Cursor:
    """`read_until`: no entry later than this was seen yet. `problem`: why the last turn failed, since when they do."""

    workspace_id: UUID
    begun_at: datetime
    read_at: datetime | None
    read_until: datetime | None
    problem: str | None
    problem_since: datetime | None


async def begin(tx: AsyncConnection, workspace_id: UUID, now: datetime, unless_since: datetime) -> bool:
    """Take this turn; False when another worker has begun one after *unless_since*."""
    wanted = insert(table).values(workspace_id=workspace_id, begun_at=now)
    is_due = or_(table.c.begun_at <= unless_since, table.c.begun_at > now)  # a clock that was put back
    query = wanted.on_conflict_do_update(
        index_elements=["workspace_id"], set_={"begun_at": now}, where=is_due
    ).returning(table.c.workspace_id)
    return (await tx.execute(query)).first() is not None


async def cursors(tx: AsyncConnection) -> Mapping[UUID, Cursor]:
    rows = await tx.execute(select(table))
    return {row.workspace_id: Cursor(**row._asdict()) for row in rows}


async def finish(tx: AsyncConnection, workspace_id: UUID, now: datetime, until: datetime | None) -> None:
    """Everything was read; the newest entry was of *until*."""
    read_until = func.greatest(table.c.read_until, until)
    await _set(
        tx, workspace_id, {"read_at": now, "read_until": read_until, "problem": None, "problem_since": None}
    )


async def fail(tx: AsyncConnection, workspace_id: UUID, now: datetime, problem: str) -> None:
    since = func.coalesce(table.c.problem_since, now)
    await _set(tx, workspace_id, {"problem": problem, "problem_since": since})


async def _set(tx: AsyncConnection, workspace_id: UUID, values: Mapping[str, Any]) -> None:
    await tx.execute(update(table).where(table.c.workspace_id == workspace_id).values(values))
