"""How does an account change, within one transaction? Checked, written, and in the ledger."""

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity import events
from watchgate.identity.people import store
from watchgate.identity.people.changes import Changes
from watchgate.identity.people.model import EmailTaken, LastAdmin, Person, State, UnknownPerson
from watchgate.identity.people.recording import record
from watchgate.identity.people.rules import Actor, check_change, check_new, check_touch
from watchgate.identity.roles import Role

_TAKEN = "There is an account with this e-mail already. `watchgate users list` shows it."


async def add(tx: AsyncConnection, person: Person, password_hash: str | None, by: Actor) -> None:
    """Raises EmailTaken, OutOfReach."""
    check_new(person, by)
    if not await store.insert(tx, person, password_hash):
        raise EmailTaken(_TAKEN)
    await record(tx, events.PERSON_CREATED, person, by.id)
    if person.grants:
        await record(tx, events.PERSON_GRANTED, person, by.id)


async def change(tx: AsyncConnection, person_id: str, changes: Changes, by: Actor) -> Person:
    """Raises UnknownPerson, EmailTaken, LastAdmin, OwnRights, OutOfReach, UserError."""
    person = await _for_change(tx, person_id)
    changed = changes.of(person)
    check_change(person, changed, by)
    if changed == person:
        return person
    if changed.role is not Role.ADMIN or changed.workspaces is not None:
        await _keep_an_admin(tx, person)
    if await store.is_email_taken(tx, changed.email, but=person_id):
        raise EmailTaken(_TAKEN)
    await store.save(tx, changed)
    await record(tx, events.PERSON_CHANGED, changed, by.id)
    if changed.grants - person.grants:
        await record(tx, events.PERSON_GRANTED, changed, by.id)
    return changed


async def switch(tx: AsyncConnection, person_id: str, state: State, by: Actor) -> Person:
    """Disable or enable; doing so twice changes nothing. Raises UnknownPerson, LastAdmin, OutOfReach."""
    person = await _for_change(tx, person_id)
    check_touch(person, by)
    if person.state is state:
        return person
    if state is State.DISABLED:
        await _keep_an_admin(tx, person)
    changed = replace(person, state=state)
    await store.save(tx, changed)
    word = events.PERSON_DISABLED if state is State.DISABLED else events.PERSON_ENABLED
    await record(tx, word, changed, by.id)
    return changed


async def remove(tx: AsyncConnection, person_id: str, by: Actor) -> Person:
    """With sessions, links and tokens. Raises UnknownPerson, LastAdmin, OutOfReach."""
    person = await _for_change(tx, person_id)
    check_touch(person, by)
    await _keep_an_admin(tx, person)
    await store.remove(tx, person_id)
    await record(tx, events.PERSON_REMOVED, person, by.id)
    return person


def there(person: Person | None, person_id: str) -> Person:
    """Raises UnknownPerson."""
    if person is None:
        raise UnknownPerson(
            f"There is no account {person_id!r}. `watchgate users list` shows those there are."
        )
    return person


async def _for_change(tx: AsyncConnection, person_id: str) -> Person:
    await store.hold_admins(tx)
    return there(await store.for_change(tx, person_id), person_id)


async def _keep_an_admin(tx: AsyncConnection, person: Person) -> None:
    is_admin = person.is_active and person.role is Role.ADMIN and person.workspaces is None
    if is_admin and not await store.has_active_admin(tx, but=person.id):
        raise LastAdmin("This is the last administrator. Make another one first.")
