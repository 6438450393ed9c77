"""How are notices written and found?"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.notices.model import Channel, Facts, Notice, NoticeState
from watchgate.remediation.notices.tables import remediation_notice as table

_COLUMNS = [column for column in table.columns if column.name != "next_at"]


async def add(tx: AsyncConnection, notice: Notice, due_at: datetime | None) -> bool:
    """False when this owner has had notice of this request before."""
    values = {
        **{column.name: getattr(notice, column.name) for column in _COLUMNS},
        "channel": notice.channel.value,
        "state": notice.state.value,
        "facts": asdict(notice.facts),
        "next_at": due_at,
    }
    done = await tx.execute(insert(table).values(values).on_conflict_do_nothing().returning(table.c.id))
    return done.one_or_none() is not None


async def take_due(tx: AsyncConnection, now: datetime, lease: timedelta) -> Notice | None:
    """The one that has waited longest; nobody else gets it until *lease* is over, not even if this process dies."""
    due = (
        select(table.c.id)
        .where(table.c.next_at <= now)
        .order_by(table.c.next_at)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    taken = (
        update(table)
        .where(table.c.id == due)
        .values(next_at=now + lease, attempts=table.c.attempts + 1)
        .returning(*_COLUMNS)
    )
    row = (await tx.execute(taken)).one_or_none()
    return _notice(row) if row else None


async def settle(tx: AsyncConnection, notice_id: str, values: Mapping[str, Any]) -> None:
    await tx.execute(update(table).where(table.c.id == notice_id).values(values))


async def of_request(tx: AsyncConnection, request_id: str, after: str, limit: int) -> Sequence[Notice]:
    """Up to *limit* notices about a request, the oldest first."""
    query = (
        select(*_COLUMNS)
        .where(table.c.request_id == request_id, table.c.id > after)
        .order_by(table.c.id)
        .limit(limit)
    )
    return [_notice(row) for row in await tx.execute(query)]


async def waiting(tx: AsyncConnection, workspace_id: UUID) -> int:
    """How many have not gone out yet."""
    query = select(func.count()).where(
        table.c.workspace_id == workspace_id, table.c.state == NoticeState.WAITING.value
    )
    return (await tx.execute(query)).scalar_one()


def _notice(row: Row[Any]) -> Notice:
    values = row._asdict()
    facts = values["facts"]
    return Notice(
        **{
            **values,
            "channel": Channel(values["channel"]),
            "state": NoticeState(values["state"]),
            "facts": Facts(**{**facts, "entities": tuple(facts["entities"])}),
        }
    )
