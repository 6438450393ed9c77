"""Which runs lack their record, and which have it after all? And how are events read?"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert as insert_into
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.governance.model import GovernanceEvent, Kind
from watchgate.hub.governance.tables import hub_governance as table
from watchgate.hub.usage.merging import RANK
from watchgate.hub.usage.model import Source
from watchgate.hub.usage.tables import NOWHERE, usage_run

LOOKED_BACK = timedelta(days=30)
"""A run that becomes known later than that opens no event any more."""
_SUPERSEDED = """
UPDATE hub_governance g SET closed_at = :now
WHERE g.closed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM usage_run r WHERE r.workspace_id = g.workspace_id AND r.skill_id = g.skill_id AND r.run_key = g.run_key)
RETURNING g.id, g.skill_id, g.version, g.workspace_id, g.run_key, g.kind, g.person, g.run_at, g.opened_at, g.closed_at
"""
_LOGS = (1 << RANK[Source.CONVERSATION]) | (1 << RANK[Source.AGENT])
_OF_RECORDS = {"kind": Kind.RECORD_MISSING.value, "bit": 1 << RANK[Source.RECORD]}
_CONVERSATION = "conversation:"
_DUE = """
SELECT r.workspace_id, r.skill_id, r.run_key, r.version, r.person, r.started_at FROM usage_run r
WHERE r.skill_id = :skill AND r.started_at >= :since AND r.ended_at < :due AND r.sources & :bit = 0
  AND NOT EXISTS (SELECT 1 FROM hub_governance g WHERE g.workspace_id = r.workspace_id AND g.skill_id = r.skill_id
                  AND g.run_key = r.run_key AND g.kind = :kind)
ORDER BY r.ended_at LIMIT :limit
"""
_COME = """
UPDATE hub_governance g SET closed_at = :now FROM usage_run r
WHERE g.closed_at IS NULL AND g.kind = :kind AND r.workspace_id = g.workspace_id AND r.skill_id = g.skill_id
  AND r.run_key = g.run_key AND r.sources & :bit <> 0
RETURNING g.id, g.skill_id, g.version, g.workspace_id, g.run_key, g.kind, g.person, g.run_at, g.opened_at, g.closed_at
"""


async def due(
    tx: AsyncConnection, skill_id: str, window: timedelta, now: datetime, limit: int
) -> Sequence[Row[Any]]:
    """Runs of a skill that have had the time for a record, and have none."""
    asked = {"skill": skill_id, "since": now - LOOKED_BACK, "due": now - window, "limit": limit}
    return (await tx.execute(text(_DUE), asked | _OF_RECORDS)).all()


async def latest(tx: AsyncConnection) -> datetime | None:
    """When the newest run began that the workspaces' own logs tell of."""
    told = usage_run.c.sources.bitwise_and(_LOGS) != 0
    query = select(usage_run.c.started_at).where(told).order_by(usage_run.c.started_at.desc()).limit(1)
    found: datetime | None = (await tx.execute(query)).scalar_one_or_none()
    return found


async def close_superseded(tx: AsyncConnection, now: datetime) -> Sequence[GovernanceEvent]:
    """Those whose run has become part of another, which has an event of its own if it needs one."""
    rows = await tx.execute(text(_SUPERSEDED), {"now": now})
    return [_event(row._asdict()) for row in rows]


async def insert(tx: AsyncConnection, event_id: str, run: Row[Any], now: datetime) -> GovernanceEvent | None:
    """None when another worker was quicker."""
    values = {
        "id": event_id,
        "kind": Kind.RECORD_MISSING.value,
        "workspace_id": run.workspace_id,
        "skill_id": run.skill_id,
        "run_key": run.run_key,
        "version": run.version,
        "person": run.person,
        "run_at": run.started_at,
        "opened_at": now,
        "closed_at": None,
    }
    new = insert_into(table).values(values).on_conflict_do_nothing().returning(table.c.id)
    return _event(values) if (await tx.execute(new)).first() is not None else None


async def close_come(tx: AsyncConnection, now: datetime) -> Sequence[GovernanceEvent]:
    """Those whose record has come."""
    rows = await tx.execute(text(_COME), {"now": now} | _OF_RECORDS)
    return [_event(row._asdict()) for row in rows]


async def page(
    tx: AsyncConnection,
    limit: int,
    after: str | None,
    *,
    skill_id: str | None,
    is_open: bool | None,
    within: frozenset[UUID] | None,
) -> Sequence[GovernanceEvent]:
    """Newest first."""
    query = select(table).order_by(table.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(table.c.id < after)
    if skill_id is not None:
        query = query.where(table.c.skill_id == skill_id)
    if is_open is not None:
        query = query.where(table.c.closed_at.is_(None) if is_open else table.c.closed_at.is_not(None))
    if within is not None:
        query = query.where(table.c.workspace_id.in_(within))
    return [_event(row._asdict()) for row in await tx.execute(query)]


def _event(found: Mapping[str, Any]) -> GovernanceEvent:
    key = str(found["run_key"])
    return GovernanceEvent(
        id=found["id"],
        kind=Kind(found["kind"]),
        skill_id=found["skill_id"],
        version=found["version"],
        workspace_id=None if found["workspace_id"] == NOWHERE else found["workspace_id"],
        conversation_id=key.removeprefix(_CONVERSATION) if key.startswith(_CONVERSATION) else None,
        person=found["person"],
        run_at=found["run_at"],
        opened_at=found["opened_at"],
        closed_at=found["closed_at"],
    )
