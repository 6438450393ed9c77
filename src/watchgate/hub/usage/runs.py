"""Which runs are there? Page by page, the newest first; what each is known from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.usage.merging import RANK
from watchgate.hub.usage.model import Source
from watchgate.hub.usage.tables import NOWHERE
from watchgate.hub.usage.tables import usage_run as table

_CONVERSATION, _RUN = "conversation:", "run:"


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs; what is None does not matter. `within`: the workspaces that the caller may see."""

    skill_id: str | None = None
    person: str | None = None
    conversation_id: str | None = None
    run_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    within: frozenset[UUID] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """`key` names it within its workspace and skill; `sources`: who tells of it."""

    workspace_id: UUID | None
    skill_id: str
    key: str
    version: str
    person: str | None
    surface: str | None
    model: str | None
    conversation_id: str | None
    run_id: str | None
    started_at: datetime
    ended_at: datetime
    duration_ms: int | None
    outcome: str
    input_tokens: int | None
    output_tokens: int | None
    reported_microusd: int | None
    estimated_microusd: int | None
    allocated_microusd: int | None
    sources: tuple[str, ...]


After = tuple[datetime, str, str]
"""When the last one shown began, its skill and its key."""


async def page(tx: AsyncConnection, wanted: RunFilter, limit: int, after: After | None) -> Sequence[Run]:
    """Newest first."""
    order = (table.c.started_at.desc(), table.c.skill_id, table.c.run_key)
    query = select(table).order_by(*order).limit(limit)
    for column in ("skill_id", "person"):
        value = getattr(wanted, column)
        if value is not None:
            query = query.where(table.c[column] == value)
    for prefix, value in ((_CONVERSATION, wanted.conversation_id), (_RUN, wanted.run_id)):
        if value is not None:
            query = query.where(table.c.run_key == prefix + value)
    if wanted.since is not None:
        query = query.where(table.c.started_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(table.c.started_at < wanted.until)
    if wanted.within is not None:
        query = query.where(table.c.workspace_id.in_(wanted.within))
    if after is not None:
        began, skill_id, key = after
        same = table.c.started_at == began
        query = query.where(
            or_(
                table.c.started_at < began,
                and_(same, table.c.skill_id > skill_id),
                and_(same, table.c.skill_id == skill_id, table.c.run_key > key),
            )
        )
    return [_run(row) for row in await tx.execute(query)]


def _run(row: Row[Any]) -> Run:
    found = row._asdict()
    key = found.pop("run_key")
    bits = found.pop("sources")
    for name in ("firm_from", "firm_until"):
        del found[name]
    if found["workspace_id"] == NOWHERE:
        found["workspace_id"] = None
    return Run(
        **found,
        key=key,
        conversation_id=key.removeprefix(_CONVERSATION) if key.startswith(_CONVERSATION) else None,
        run_id=key.removeprefix(_RUN) if key.startswith(_RUN) else None,
        sources=tuple(source.value for source in Source if bits & (1 << RANK[source])),
    )
