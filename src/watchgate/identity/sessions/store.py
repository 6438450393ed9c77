"""How are sessions written and found?"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.sessions.model import Method, Session, Visitor
from watchgate.identity.sessions.tables import person_session

_COLUMNS = [column for column in person_session.columns if column.name != "secret_hash"]
_CLEANED_AT_ONCE = 200


async def insert(tx: AsyncConnection, session: Session, secret_hash: bytes) -> None:
    await tx.execute(
        person_session.insert().values(
            id=session.id,
            person_id=session.person_id,
            secret_hash=secret_hash,
            method=session.method.value,
            created_at=session.created_at,
            seen_at=session.seen_at,
            ends_at=session.ends_at,
            rights=session.rights,
            address=session.visitor.address,
            browser=session.visitor.browser,
        )
    )


async def by_hash(tx: AsyncConnection, secret_hash: bytes) -> Session | None:
    found = await tx.execute(select(*_COLUMNS).where(person_session.c.secret_hash == secret_hash))
    row = found.one_or_none()
    return _session(row) if row else None


async def by_id(tx: AsyncConnection, session_id: str) -> Session | None:
    row = (await tx.execute(select(*_COLUMNS).where(person_session.c.id == session_id))).one_or_none()
    return _session(row) if row else None


async def of_person(tx: AsyncConnection, person_id: str, now: datetime, idle: timedelta) -> Sequence[Session]:
    """Those that go on, newest first."""
    is_alive = (person_session.c.ends_at > now) & (person_session.c.seen_at > now - idle)
    rows = await tx.execute(
        select(*_COLUMNS)
        .where(person_session.c.person_id == person_id, is_alive)
        .order_by(person_session.c.created_at.desc(), person_session.c.id)
    )
    return [_session(row) for row in rows]


async def mark_seen(tx: AsyncConnection, session_id: str, now: datetime) -> None:
    await tx.execute(update(person_session).where(person_session.c.id == session_id).values(seen_at=now))


async def end(tx: AsyncConnection, session_id: str) -> Session | None:
    """The session that has ended with this; None when there was none."""
    ended = await tx.execute(
        delete(person_session).where(person_session.c.id == session_id).returning(*_COLUMNS)
    )
    row = ended.one_or_none()
    return _session(row) if row else None


async def end_all(tx: AsyncConnection, person_id: str, *, but: str | None = None) -> Sequence[Session]:
    """All sessions of a person, *but* perhaps one: those that have ended with this."""
    of_person = (person_session.c.person_id == person_id) & (person_session.c.id != (but or ""))
    rows = await tx.execute(delete(person_session).where(of_person).returning(*_COLUMNS))
    return [_session(row) for row in rows]


async def end_expired(tx: AsyncConnection, now: datetime, idle: timedelta) -> Sequence[Session]:
    """Some of those that are over, and that nobody has come back to."""
    is_over = (person_session.c.ends_at <= now) | (person_session.c.seen_at <= now - idle)
    some = (
        select(person_session.c.id).where(is_over).limit(_CLEANED_AT_ONCE).with_for_update(skip_locked=True)
    )
    rows = await tx.execute(delete(person_session).where(person_session.c.id.in_(some)).returning(*_COLUMNS))
    return [_session(row) for row in rows]


def _session(row: Row[Any]) -> Session:
    values = row._asdict()
    visitor = Visitor(values.pop("address"), values.pop("browser"))
    method = Method(values.pop("method"))
    return Session(**{**values, "rights": bytes(values["rights"])}, method=method, visitor=visitor)
