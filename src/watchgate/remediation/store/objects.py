"""How are the objects of a request written and found?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import ObjectState
from watchgate.remediation.request import RequestObject, object_of
from watchgate.remediation.tables import remediation_object as table

_AT_ONCE = 500


async def insert_objects(tx: AsyncConnection, objects: Sequence[RequestObject]) -> None:
    for start in range(0, len(objects), _AT_ONCE):
        await tx.execute(table.insert(), [_row(one) for one in objects[start : start + _AT_ONCE]])


async def objects(
    tx: AsyncConnection, request_id: str, after: int, limit: int, state: ObjectState | None = None
) -> Sequence[RequestObject]:
    """Up to *limit* objects of a request by number, from the first after *after* (0: from the first)."""
    query = select(table).where(table.c.request_id == request_id, table.c.number > after)
    if state is not None:
        query = query.where(table.c.state == state.value)
    rows = await tx.execute(query.order_by(table.c.number).limit(limit))
    return [object_of(row._asdict()) for row in rows]


async def counts(tx: AsyncConnection, request_ids: Iterable[str]) -> Mapping[str, Mapping[str, int]]:
    """Request → state of its objects → how many."""
    query = (
        select(table.c.request_id, table.c.state, func.count())
        .where(table.c.request_id.in_(list(request_ids)))
        .group_by(table.c.request_id, table.c.state)
    )
    found: dict[str, dict[str, int]] = {}
    for request_id, state, count in await tx.execute(query):
        found.setdefault(request_id, {})[state] = count
    return found


def _row(one: RequestObject) -> dict[str, Any]:
    return {
        "request_id": one.request_id,
        "number": one.number,
        "workspace_id": one.workspace_id,
        "kind": one.target.kind.value,
        "object_id": one.target.id,
        "owner_id": one.target.owner_id,
        "parent_id": one.target.parent_id,
        "state": one.state.value,
        "findings": one.findings,
        "effects": one.effects,
        "attempts": one.attempts,
    }
