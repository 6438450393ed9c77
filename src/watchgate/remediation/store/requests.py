"""How are requests written and found?"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, literal, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.lifecycle import EXPIRING
from watchgate.remediation.model import Action, Origin, RequestState
from watchgate.remediation.request import Request, request_of
from watchgate.remediation.tables import remediation_request as table


@dataclass(frozen=True, slots=True)
class RequestFilter:
    """Which requests? `workspaces`: those that the caller may see, None for all.

    `unacknowledged`: emergencies that no second person has taken note of yet.
    """

    workspaces: Collection[UUID] | None = None
    workspace_id: UUID | None = None
    state: RequestState | None = None
    action: Action | None = None
    origin: Origin | None = None
    requested_by: str | None = None
    unacknowledged: bool = False


async def insert_request(tx: AsyncConnection, request: Request) -> None:
    await tx.execute(table.insert().values({**asdict(request), "involved": list(request.involved)}))


async def by_id(tx: AsyncConnection, request_id: str) -> Request | None:
    row = (await tx.execute(select(table).where(table.c.id == request_id))).one_or_none()
    return request_of(row._asdict()) if row else None


async def lock(tx: AsyncConnection, request_id: str) -> Request | None:
    """The request; whoever else wants to change it waits until this transaction ends."""
    row = (await tx.execute(select(table).where(table.c.id == request_id).with_for_update())).one_or_none()
    return request_of(row._asdict()) if row else None


async def change(tx: AsyncConnection, request_id: str, **values: object) -> None:
    """Set these columns. The caller holds the request's lock."""
    await tx.execute(update(table).where(table.c.id == request_id).values(values))


async def page(
    tx: AsyncConnection, wanted: RequestFilter, after: tuple[datetime, str] | None, limit: int
) -> Sequence[Request]:
    """Up to *limit* requests, the newest first, from the first after *after*."""
    query = select(table).where(*_conditions(wanted))
    if after is not None:
        # ids are time-ordered as well, so that both keys go down together
        query = query.where(
            tuple_(table.c.created_at, table.c.id) < tuple_(literal(after[0]), literal(after[1]))
        )
    query = query.order_by(table.c.created_at.desc(), table.c.id.desc()).limit(limit)
    return [request_of(row._asdict()) for row in await tx.execute(query)]


async def expiring(tx: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """The ids of requests that have waited too long."""
    query = (
        select(table.c.id)
        .where(table.c.state.in_([state.value for state in EXPIRING]), table.c.expires_at <= now)
        .order_by(table.c.expires_at)
        .limit(limit)
    )
    return (await tx.execute(query)).scalars().all()


def _conditions(wanted: RequestFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.workspaces is not None:
        conditions.append(table.c.workspace_id.in_(list(wanted.workspaces)))
    equal = {
        "workspace_id": wanted.workspace_id,
        "state": wanted.state,
        "action": wanted.action,
        "origin": wanted.origin,
        "requested_by": wanted.requested_by,
    }
    conditions += [table.c[name] == value for name, value in equal.items() if value is not None]
    if wanted.unacknowledged:
        conditions += [table.c.is_emergency, table.c.acknowledged_at.is_(None)]
    return conditions
