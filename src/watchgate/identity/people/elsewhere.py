"""Whose account is it when another provider says who somebody is? His, made at the first sign-in, renewed at each.

Role, grants and workspaces are what the provider's groups give now. An account with the same e-mail that was not made this
way is somebody else's until an administrator says otherwise: whoever can name an e-mail over there must not become its owner
here.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Permission
from watchgate.identity import events
from watchgate.identity.people import store
from watchgate.identity.people.model import EmailTaken, Person, Source, State
from watchgate.identity.people.recording import record
from watchgate.identity.people.store import Elsewhere
from watchgate.identity.roles import Role
from watchgate.kernel.ids import new_id

_TAKEN = (
    "There is another account with this e-mail here, and it is not linked to your sign-in. Ask an administrator to remove it"
    " or to change its e-mail."
)


@dataclass(frozen=True, slots=True)
class Introduced:
    """What the provider says of somebody, as we understand it."""

    email: str
    name: str
    role: Role
    grants: frozenset[Permission]
    workspaces: frozenset[UUID] | None


async def let_in(tx: AsyncConnection, known_as: Elsewhere, said: Introduced, now: datetime) -> Person:
    """The account of who is *known_as*, as the provider has him now; as it was when it is disabled. Raises EmailTaken."""
    known = await store.known_elsewhere(tx, known_as)
    if known is None:
        return await _make(tx, known_as, said, now)
    if not known.is_active:
        return known
    if await store.is_email_taken(tx, said.email, but=known.id):
        raise EmailTaken(_TAKEN)
    person = replace(
        known,
        email=said.email,
        name=said.name,
        role=said.role,
        grants=said.grants,
        workspaces=said.workspaces,
    )
    if person != known:
        await store.save(tx, person)
        await record(tx, events.PERSON_CHANGED, person)
    if person.grants - known.grants:
        await record(tx, events.PERSON_GRANTED, person)
    await store.mark_signed_in(tx, person.id, now, None)
    return replace(person, last_signed_in_at=now)


async def _make(tx: AsyncConnection, known_as: Elsewhere, said: Introduced, now: datetime) -> Person:
    person = Person(
        *(new_id("usr"), said.email, said.name, said.role, said.grants, said.workspaces),
        *(State.ACTIVE, Source.OIDC, now),
    )
    if not await store.insert(tx, person, known_as=known_as):
        raise EmailTaken(_TAKEN)
    await record(tx, events.PERSON_CREATED, person)
    if person.grants:
        await record(tx, events.PERSON_GRANTED, person)
    await store.mark_signed_in(tx, person.id, now, None)
    return replace(person, last_signed_in_at=now)
