"""How are the objects of a running request claimed, settled and counted?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import Kind, ObjectState, Origin, RequestState, Target
from watchgate.remediation.request import Request, RequestObject, object_of, request_of
from watchgate.remediation.tables import remediation_object, remediation_request

HOUR = timedelta(hours=1)
_O, _R = remediation_object.c, remediation_request.c
_OPEN = (ObjectState.WAITING.value, ObjectState.ACTING.value)
_CLAIMS_LOCK = 0x7761_7463


async def one_at_a_time(tx: AsyncConnection, workspace_id: UUID) -> None:
    """Other claims in the workspace wait until this transaction ends: what is counted stays true."""
    key = int.from_bytes(workspace_id.bytes[:4], signed=True)
    await tx.execute(select(func.pg_advisory_xact_lock(_CLAIMS_LOCK, key)))


async def share(tx: AsyncConnection, request_id: str) -> Request | None:
    """The request; whoever wants to pause or cancel it waits until this transaction ends, other objects do not."""
    query = select(remediation_request).where(_R.id == request_id).with_for_update(read=True)
    row = (await tx.execute(query)).one_or_none()
    return request_of(row._asdict()) if row else None


async def next_due(tx: AsyncConnection, request: Request, now: datetime) -> RequestObject | None:
    """The first object that can be asked for now, locked. While the request does not run: only what is under way."""
    left = and_(_O.state == ObjectState.ACTING.value, _O.due_at <= now)
    if request.state is RequestState.RUNNING:
        fresh = and_(_O.state == ObjectState.WAITING.value, or_(_O.due_at.is_(None), _O.due_at <= now))
        left = or_(left, fresh)
    query = (
        select(remediation_object)
        .where(_O.request_id == request.id, left)
        .order_by(_O.number)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    row = (await tx.execute(query)).one_or_none()
    return object_of(row._asdict()) if row else None


async def lock_object(tx: AsyncConnection, request_id: str, number: int) -> RequestObject:
    query = select(remediation_object).where(_O.request_id == request_id, _O.number == number)
    return object_of((await tx.execute(query.with_for_update())).one()._asdict())


async def change(tx: AsyncConnection, one: RequestObject, **values: object) -> None:
    """Set these columns. The caller holds the object's lock."""
    await tx.execute(
        update(remediation_object)
        .where(_O.request_id == one.request_id, _O.number == one.number)
        .values(values)
    )


async def same_upstream(tx: AsyncConnection, one: RequestObject) -> Sequence[RequestObject]:
    """The other objects of the request that mean the same conversation at OpenAI."""
    conversation = conversation_of(one.target)
    if conversation is None:
        return []
    same = or_(
        and_(_O.kind == Kind.CONVERSATION.value, _O.object_id == conversation),
        and_(_O.kind == Kind.MESSAGE.value, _O.parent_id == conversation),
    )
    query = select(remediation_object).where(_O.request_id == one.request_id, _O.number != one.number, same)
    return [object_of(row._asdict()) for row in await tx.execute(query.order_by(_O.number))]


def conversation_of(target: Target) -> str | None:
    """The conversation that goes at OpenAI when *target* does."""
    match target.kind:
        case Kind.CONVERSATION:
            return target.id
        case Kind.MESSAGE:
            return target.parent_id
        case _:
            return None


async def asked_for_before(
    tx: AsyncConnection, workspace_id: UUID, now: datetime, number: int
) -> datetime | None:
    """When OpenAI was asked for the *number*-th object of the workspace, counted from the newest; None if not within the hour."""
    query = select(_O.attempted_at).where(_O.workspace_id == workspace_id, _O.attempted_at > now - HOUR)
    query = query.order_by(_O.attempted_at.desc()).offset(number - 1).limit(1)
    return (await tx.execute(query)).scalar_one_or_none()


async def has_open(tx: AsyncConnection, request_id: str) -> bool:
    """Is there an object of which it is not settled what becomes of it?"""
    query = select(exists().where(_O.request_id == request_id, _O.state.in_(_OPEN)))
    return bool((await tx.execute(query)).scalar_one())


async def cancel_waiting(tx: AsyncConnection, request_id: str) -> int:
    """Nothing becomes of the objects that wait; how many. The caller holds the request's lock."""
    waiting = (_O.request_id == request_id, _O.state == ObjectState.WAITING.value)
    done = await tx.execute(
        update(remediation_object).where(*waiting).values(state=ObjectState.CANCELLED.value, due_at=None)
    )
    return done.rowcount


async def due_at_once(tx: AsyncConnection, request_id: str, now: datetime) -> None:
    """What waits for its next attempt has it now. The caller holds the request's lock."""
    open_ones = (_O.request_id == request_id, _O.state.in_(_OPEN))
    not_leased = or_(_O.state == ObjectState.WAITING.value, _O.due_at.is_(None))
    await tx.execute(update(remediation_object).where(*open_ones, not_leased).values(due_at=now))


async def startable(tx: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """The ids of requests that were approved and whose time has come. What a rule opened is begun by the rules."""
    query = (
        select(_R.id)
        .where(
            _R.state == RequestState.APPROVED.value,
            or_(_R.origin != Origin.RULE.value, _R.is_emergency),
            or_(_R.starts_after.is_(None), _R.starts_after <= now),
            or_(_R.expires_at.is_(None), _R.expires_at > now),
        )
        .order_by(_R.id)
        .limit(limit)
    )
    return (await tx.execute(query)).scalars().all()


async def with_work(tx: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """The ids of requests that run, and of those that were stopped while an object was under way."""
    under_way = exists().where(_O.request_id == _R.id, _O.state == ObjectState.ACTING.value, _O.due_at <= now)
    stopped = and_(_R.state.in_([RequestState.PAUSED.value, RequestState.CANCELLED.value]), under_way)
    query = select(_R.id).where(or_(_R.state == RequestState.RUNNING.value, stopped))
    return (await tx.execute(query.order_by(_R.id).limit(limit))).scalars().all()
