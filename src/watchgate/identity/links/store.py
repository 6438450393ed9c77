"""How are one-time links written, and taken once?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.links.tables import one_time_link as table

_SETUP_LOCK = 0x7761_7463_6805
"""Taken while the first administrator is made: of two with a link each, one is the first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A link that was just used up. *person_id* None: a set-up link."""

    person_id: str | None


async def insert(
    tx: AsyncConnection, secret_hash: bytes, person_id: str | None, made_at: datetime, expires_at: datetime
) -> None:
    """Also forgets those that have expired."""
    await tx.execute(delete(table).where(table.c.expires_at <= made_at))
    await tx.execute(
        table.insert().values(
            secret_hash=secret_hash, person_id=person_id, made_at=made_at, expires_at=expires_at
        )
    )


async def take(tx: AsyncConnection, secret_hash: bytes, now: datetime) -> Taken | None:
    """Use a link up, if this transaction is committed. None when it is unknown, used or expired."""
    taken = delete(table).where(_is_valid(secret_hash, now)).returning(table.c.person_id)
    row = (await tx.execute(taken)).one_or_none()
    return Taken(row.person_id) if row else None


async def is_valid(tx: AsyncConnection, secret_hash: bytes, now: datetime) -> bool:
    return (await tx.execute(select(table.c.made_at).where(_is_valid(secret_hash, now)))).first() is not None


async def drop_of_person(tx: AsyncConnection, person_id: str | None) -> None:
    """Those of a person, or the set-up links: only the newest is to work, or none any more."""
    is_theirs = table.c.person_id.is_(None) if person_id is None else table.c.person_id == person_id
    await tx.execute(delete(table).where(is_theirs))


async def hold_set_up(tx: AsyncConnection) -> None:
    """From here to the end of the transaction, no other sets up."""
    await tx.execute(select(func.pg_advisory_xact_lock(_SETUP_LOCK)))


def _is_valid(secret_hash: bytes, now: datetime) -> ColumnElement[bool]:
    return (table.c.secret_hash == secret_hash) & (table.c.expires_at > now)
