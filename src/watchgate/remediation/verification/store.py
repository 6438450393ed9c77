"""Which objects are to be looked after, and which of our calls has the workspace's audit log?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, exists, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import event
from watchgate.remediation.model import ObjectState, RequestState
from watchgate.remediation.request import Request, RequestObject, object_of, request_of
from watchgate.remediation.tables import remediation_object, remediation_request
from watchgate.remediation.verification.evidence import ACTIONS, AUDIT_LOG

WATCHED = (ObjectState.DONE, ObjectState.WAS_GONE, ObjectState.VERIFIED)
_UNSETTLED = (ObjectState.WAITING, ObjectState.ACTING, ObjectState.DONE, ObjectState.WAS_GONE)
_O, _R, _E = remediation_object.c, remediation_request.c, event.c
_WATCHED: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in WATCHED]
"""Written out, so that the planner sees that the index is made for them."""


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """An entry of the audit log about a call of ours."""

    event_id: str
    occurred_at: datetime
    actor: str
    sealed: bytes


async def due(tx: AsyncConnection, now: datetime, limit: int) -> Sequence[RequestObject]:
    """Up to *limit* objects that are to be looked after now, those that have waited longest first."""
    query = (
        select(remediation_object)
        .where(_O.state.in_(_WATCHED), _O.due_at <= now)
        .order_by(_O.due_at)
        .limit(limit)
    )
    return [object_of(row._asdict()) for row in await tx.execute(query)]


async def requests(tx: AsyncConnection, ids: Sequence[str]) -> dict[str, Request]:
    rows = await tx.execute(select(remediation_request).where(_R.id.in_(ids)))
    return {row.id: request_of(row._asdict()) for row in rows}


async def entries(tx: AsyncConnection, workspace_id: UUID, since: datetime) -> Sequence[SealedEntry]:
    """What the audit log has of deletions and isolations by our keys from *since* on."""
    query = (
        select(_E.event_id, _E.occurred_at, _E.actor_id, _E.sealed)
        .where(
            _E.workspace_id == workspace_id,
            _E.is_own_call,
            _E.type == AUDIT_LOG,
            _E.subject.in_(sorted(ACTIONS)),
            _E.occurred_at >= since,
            _E.sealed.is_not(None),
        )
        .order_by(_E.occurred_at, _E.event_id)
    )
    return [SealedEntry(*row) for row in await tx.execute(query)]


async def lock(tx: AsyncConnection, one: RequestObject) -> RequestObject:
    query = select(remediation_object).where(_O.request_id == one.request_id, _O.number == one.number)
    return object_of((await tx.execute(query.with_for_update())).one()._asdict())


async def verifiable(tx: AsyncConnection, limit: int) -> Sequence[str]:
    """The ids of requests that are done and of which every object is settled."""
    unsettled = exists().where(_O.request_id == _R.id, _O.state.in_([state.value for state in _UNSETTLED]))
    query = select(_R.id).where(_R.state == RequestState.DONE.value, ~unsettled).order_by(_R.id).limit(limit)
    return (await tx.execute(query)).scalars().all()


LEAD = timedelta(hours=1)
"""So much may OpenAI's clock be behind ours."""
