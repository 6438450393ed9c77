"""How is the progress of a person's erasure written and found?"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import Action, ObjectState, Origin, RequestState
from watchgate.remediation.person.tables import person_erasure as table
from watchgate.remediation.person.tables import person_tombstone
from watchgate.remediation.person.who import Who
from watchgate.remediation.ports import Presence
from watchgate.remediation.tables import remediation_object as one
from watchgate.remediation.tables import remediation_request as request

ERASING, ERASED, STOPPED = "erasing", "erased", "stopped"
"""`stopped`: something of the person has to stay (a hold, a failure, something new); nothing more is erased."""


async def due(tx: AsyncConnection, now: datetime) -> list[str]:
    """Requests whose objects are all settled, with nothing more to be found out about any, and whose person is not erased yet."""
    is_settled = and_(
        request.c.origin == Origin.PERSON.value,
        request.c.action == Action.DELETE.value,
        request.c.state == RequestState.VERIFIED.value,
        ~exists().where(table.c.request_id == request.c.id),
        ~exists().where(one.c.request_id == request.c.id, one.c.due_at.is_not(None)),
    )
    under_way = select(table.c.request_id).where(
        table.c.state == ERASING, or_(table.c.taken_until.is_(None), table.c.taken_until < now)
    )
    new = select(request.c.id).where(is_settled)
    return list((await tx.execute(under_way.union(new))).scalars())


async def take(
    tx: AsyncConnection, request_id: str, workspace_id: UUID, now: datetime, lease: timedelta
) -> Row[Any] | None:
    """The erasure, ours until the lease is over; None when somebody else is at it or it is over."""
    new = insert(table).values(
        request_id=request_id, workspace_id=workspace_id, state=ERASING, rows={}, begun_at=now
    )
    await tx.execute(new.on_conflict_do_nothing())
    free = or_(table.c.taken_until.is_(None), table.c.taken_until < now)
    taken = (
        update(table)
        .where(table.c.request_id == request_id, table.c.state == ERASING, free)
        .values(taken_until=now + lease)
        .returning(table)
    )
    found: Row[Any] | None = (await tx.execute(taken)).one_or_none()
    return found


async def change(tx: AsyncConnection, request_id: str, **values: Any) -> None:  # noqa: ANN401 -- the columns' own types
    await tx.execute(update(table).where(table.c.request_id == request_id).values(values))


async def by_id(tx: AsyncConnection, request_id: str) -> Row[Any] | None:
    return (await tx.execute(select(table).where(table.c.request_id == request_id))).one_or_none()


async def requests_about(tx: AsyncConnection, workspace_id: UUID, who: Who) -> list[str]:
    """Requests that were made about this person."""
    query = select(request.c.id).where(
        request.c.workspace_id == workspace_id,
        request.c.origin == Origin.PERSON.value,
        func.lower(request.c.person_id).in_([one.lower() for one in (*who.user_ids, *who.emails)]),
    )
    return list((await tx.execute(query)).scalars())


async def still_there(tx: AsyncConnection, request_id: str) -> int:
    """Objects that OpenAI has said to have deleted, and still shows."""
    shown = one.c.verification["re_read"]["presence"].as_string() == Presence.THERE.value
    query = select(func.count()).where(
        one.c.request_id == request_id, one.c.state == ObjectState.NOT_VERIFIABLE.value, shown
    )
    return (await tx.execute(query)).scalar_one()


async def bury(tx: AsyncConnection, workspace_id: UUID, marks: Iterable[bytes], now: datetime) -> None:
    """What happened before *now* comes back no more."""
    rows = [{"workspace_id": workspace_id, "mark": mark, "erased_at": now} for mark in marks]
    new = insert(person_tombstone).values(rows)
    later = {"erased_at": func.greatest(person_tombstone.c.erased_at, new.excluded.erased_at)}
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[person_tombstone.c.workspace_id, person_tombstone.c.mark], set_=later
        )
    )
