"""How are accounts written and found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Permission
from watchgate.identity.people.model import Person, Source, State, email_key
from watchgate.identity.people.tables import account
from watchgate.identity.roles import Role

_KEPT_HERE = frozenset({"email_key", "password_hash", "issuer", "subject"})
_COLUMNS = [column for column in account.columns if column.name not in _KEPT_HERE]
_ADMINS_LOCK = 0x7761_7463_6806
"""Taken while an administrator may be lost: of the last two, one at a time."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Who somebody is to the provider where he signs in."""

    issuer: str
    subject: str


async def insert(
    tx: AsyncConnection, person: Person, password_hash: str | None = None, known_as: Elsewhere | None = None
) -> bool:
    """False when the e-mail is taken, or the one who is *known_as* has an account."""
    new = insert_or(account).values(
        id=person.id,
        issuer=known_as.issuer if known_as else None,
        subject=known_as.subject if known_as else None,
        password_hash=password_hash,
        source=person.source.value,
        created_at=person.created_at,
        password_set_at=person.password_set_at,
        **_changing(person),
    )
    done = await tx.execute(new.on_conflict_do_nothing().returning(account.c.id))
    return done.one_or_none() is not None


async def by_id(tx: AsyncConnection, person_id: str) -> Person | None:
    row = (await tx.execute(select(*_COLUMNS).where(account.c.id == person_id))).one_or_none()
    return _person(row) if row else None


async def for_change(tx: AsyncConnection, person_id: str) -> Person | None:
    """The person, whom nobody else changes until the transaction ends."""
    found = await tx.execute(select(*_COLUMNS).where(account.c.id == person_id).with_for_update())
    row = found.one_or_none()
    return _person(row) if row else None


async def known_elsewhere(tx: AsyncConnection, known_as: Elsewhere) -> Person | None:
    """Whom nobody else changes until the transaction ends."""
    is_known = (account.c.issuer == known_as.issuer) & (account.c.subject == known_as.subject)
    row = (await tx.execute(select(*_COLUMNS).where(is_known).with_for_update())).one_or_none()
    return _person(row) if row else None


async def is_email_taken(tx: AsyncConnection, email: str, *, but: str) -> bool:
    """Does somebody else have it?"""
    others = select(account.c.id).where(account.c.email_key == email_key(email), account.c.id != but)
    return (await tx.execute(others)).first() is not None


async def with_password(tx: AsyncConnection, email: str) -> tuple[Person, str | None] | None:
    found = await tx.execute(
        select(*_COLUMNS, account.c.password_hash).where(account.c.email_key == email_key(email))
    )
    row = found.one_or_none()
    return (_person(row), row.password_hash) if row else None


async def all_by_name(tx: AsyncConnection) -> Sequence[Person]:
    rows = await tx.execute(select(*_COLUMNS).order_by(account.c.name, account.c.id))
    return [_person(row) for row in rows]


async def page(
    tx: AsyncConnection, limit: int, after: str | None, *, role: Role | None, state: State | None
) -> Sequence[Person]:
    """By e-mail, after the one with this key."""
    query = select(*_COLUMNS).order_by(account.c.email_key).limit(limit)
    if after is not None:
        query = query.where(account.c.email_key > after)
    if role is not None:
        query = query.where(account.c.role == role.value)
    if state is not None:
        query = query.where(account.c.state == state.value)
    return [_person(row) for row in await tx.execute(query)]


async def by_email(tx: AsyncConnection, email: str) -> Person | None:
    found = await tx.execute(select(*_COLUMNS).where(account.c.email_key == email_key(email)))
    row = found.one_or_none()
    return _person(row) if row else None


async def save(tx: AsyncConnection, person: Person) -> None:
    await tx.execute(update(account).where(account.c.id == person.id).values(**_changing(person)))


async def save_password(tx: AsyncConnection, person_id: str, password_hash: str, now: datetime) -> None:
    of_person = update(account).where(account.c.id == person_id)
    await tx.execute(of_person.values(password_hash=password_hash, password_set_at=now))


async def mark_signed_in(tx: AsyncConnection, person_id: str, now: datetime, rehashed: str | None) -> None:
    values: dict[str, Any] = {"last_signed_in_at": now}
    if rehashed is not None:
        values["password_hash"] = rehashed
    await tx.execute(update(account).where(account.c.id == person_id).values(**values))


async def remove(tx: AsyncConnection, person_id: str) -> None:
    await tx.execute(delete(account).where(account.c.id == person_id))


async def has_active_admin(tx: AsyncConnection, *, but: str = "") -> bool:
    """Is there an administrator who can sign in?"""
    can_sign_in = (account.c.password_hash.is_not(None)) | (account.c.source == Source.OIDC.value)
    is_admin = (
        (account.c.role == Role.ADMIN.value)
        & (account.c.state == State.ACTIVE.value)
        & account.c.workspaces.is_(None)
    )
    found = await tx.execute(select(account.c.id).where(is_admin, can_sign_in, account.c.id != but).limit(1))
    return found.first() is not None


async def hold_admins(tx: AsyncConnection) -> None:
    await tx.execute(select(func.pg_advisory_xact_lock(_ADMINS_LOCK)))


def _changing(person: Person) -> dict[str, Any]:
    workspaces = None if person.workspaces is None else sorted(person.workspaces)
    return {
        "email": person.email,
        "email_key": email_key(person.email),
        "name": person.name,
        "role": person.role.value,
        "grants": sorted(grant.value for grant in person.grants),
        "workspaces": workspaces,
        "state": person.state.value,
    }


def _person(row: Row[*tuple[Any, ...]]) -> Person:
    values = {column.name: row._mapping[column.name] for column in _COLUMNS}  # noqa: SLF001 -- SQLAlchemy's public name
    workspaces = values["workspaces"]
    return Person(
        **{
            **values,
            "role": Role(values["role"]),
            "grants": frozenset(Permission(grant) for grant in values["grants"]),
            "workspaces": None if workspaces is None else frozenset(workspaces),
            "state": State(values["state"]),
            "source": Source(values["source"]),
        }
    )
