"""Who has an account, and whose password is this? The use cases; each change is in the ledger with its transaction."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Permission
from watchgate.identity import events
from watchgate.identity.people import store
from watchgate.identity.people.elsewhere import Introduced, let_in
from watchgate.identity.people.model import (
    MAX_EMAIL_CHARS,
    MAX_NAME_CHARS,
    EmailTaken,
    LastAdmin,
    Person,
    Source,
    State,
    UnknownPerson,
)
from watchgate.identity.people.passwords import Passwords, check, needs_rehash
from watchgate.identity.people.recording import record
from watchgate.identity.roles import Role
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.kernel.ids import new_id
from watchgate.storage.database import Database


class People:
    """Accounts, in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._passwords = Passwords()

    async def create(
        self,
        email: str,
        name: str,
        role: Role,
        *,
        password: Content | None = None,
        grants: frozenset[Permission] = frozenset(),
        workspaces: frozenset[UUID] | None = None,
        by: str | None = None,
    ) -> Person:
        """A new account; without a password it waits for a link. Raises EmailTaken, WeakPassword, UserError."""
        email, name = _checked(email, MAX_EMAIL_CHARS, "An e-mail"), _checked(name, MAX_NAME_CHARS, "A name")
        if password is not None:
            check(password, email, name)
        hashed = await self._passwords.hash(password) if password is not None else None
        now = self._clock()
        person = Person(
            *(new_id("usr"), email, name, role, grants, workspaces, State.ACTIVE, Source.LOCAL, now),
            password_set_at=now if hashed else None,
        )
        async with self._database.begin() as tx:
            if not await store.insert(tx, person, hashed):
                raise EmailTaken(
                    "There is an account with this e-mail already. `watchgate users list` shows it."
                )
            await record(tx, events.PERSON_CREATED, person, by)
        return person

    async def all(self) -> Sequence[Person]:
        """By name."""
        async with self._database.read() as tx:
            return await store.all_by_name(tx)

    async def find(self, person_id: str) -> Person | None:
        """One account, if there is one."""
        async with self._database.read() as tx:
            return await store.by_id(tx, person_id)

    async def get(self, person_id: str) -> Person:
        """One account. Raises UnknownPerson."""
        return _there(await self.find(person_id), person_id)

    async def has_active_admin(self) -> bool:
        """Is there an administrator who can sign in?"""
        async with self._database.read() as tx:
            return await store.has_active_admin(tx)

    async def change(
        self, person_id: str, *, by: str, role: Role | None = None, name: str | None = None
    ) -> Person:
        """Another role, another name. Raises UnknownPerson, LastAdmin, UserError."""
        async with self._database.begin() as tx:
            person = await self._for_change(tx, person_id)
            changed = replace(person, role=role or person.role, name=name or person.name)
            if changed.role is not Role.ADMIN:
                await _keep_an_admin(tx, person)
            await store.save(tx, changed)
            await record(tx, events.PERSON_CHANGED, changed, by)
        return changed

    async def disable(self, person_id: str, *, by: str) -> Person:
        """No longer lets him in. Raises UnknownPerson, LastAdmin."""
        return await self._switch(person_id, State.DISABLED, by)

    async def enable(self, person_id: str, *, by: str) -> Person:
        """Lets him in again. Raises UnknownPerson."""
        return await self._switch(person_id, State.ACTIVE, by)

    async def set_password(self, person_id: str, password: Content, *, by: str | None = None) -> None:
        """Raises UnknownPerson, WeakPassword; UserError for who signs in elsewhere."""
        person = await self.get(person_id)
        if person.source is not Source.LOCAL:
            raise UserError("This person signs in with another provider, and has no password here.")
        check(password, person.email, person.name)
        hashed = await self._passwords.hash(password)
        async with self._database.begin() as tx:
            await store.save_password(tx, person_id, hashed, self._clock())
            await record(tx, events.PASSWORD_SET, person, by)

    async def verify(self, email: str, password: Content) -> Person | None:
        """Whose e-mail and password are these? Unknown, disabled and wrong are None, and take the same time."""
        async with self._database.read() as tx:
            found = await store.with_password(tx, email)
        person, known = found or (None, None)
        is_right = await self._passwords.is_right(password, known)
        if not is_right or person is None or known is None or not person.is_active:
            return None
        rehashed = await self._passwords.hash(password) if needs_rehash(known) else None
        now = self._clock()
        async with self._database.begin() as tx:
            await store.mark_signed_in(tx, person.id, now, rehashed)
        return replace(person, last_signed_in_at=now)

    async def signed_in_elsewhere(
        self,
        *,
        issuer: str,
        subject: str,
        email: str,
        name: str,
        role: Role,
        grants: frozenset[Permission],
        workspaces: frozenset[UUID] | None,
    ) -> Person:
        """The account of who signed in with another provider, made or renewed. Raises EmailTaken, UserError."""
        email, name = _checked(email, MAX_EMAIL_CHARS, "An e-mail"), _checked(name, MAX_NAME_CHARS, "A name")
        said = Introduced(email, name, role, grants, workspaces)
        async with self._database.begin() as tx:
            return await let_in(tx, store.Elsewhere(issuer, subject), said, self._clock())

    async def _switch(self, person_id: str, state: State, by: str) -> Person:
        async with self._database.begin() as tx:
            person = await self._for_change(tx, person_id)
            if state is State.DISABLED:
                await _keep_an_admin(tx, person)
            changed = replace(person, state=state)
            await store.save(tx, changed)
            word = events.PERSON_DISABLED if state is State.DISABLED else events.PERSON_ENABLED
            await record(tx, word, changed, by)
        return changed

    async def _for_change(self, tx: AsyncConnection, person_id: str) -> Person:
        await store.hold_admins(tx)
        return _there(await store.for_change(tx, person_id), person_id)


async def _keep_an_admin(tx: AsyncConnection, person: Person) -> None:
    is_admin = person.is_active and person.role is Role.ADMIN
    if is_admin and not await store.has_active_admin(tx, but=person.id):
        raise LastAdmin("This is the last administrator. Make another one first.")


def _there(person: Person | None, person_id: str) -> Person:
    if person is None:
        raise UnknownPerson(
            f"There is no account {person_id!r}. `watchgate users list` shows those there are."
        )
    return person


def _checked(text: str, max_chars: int, what: str) -> str:
    text = text.strip()
    if not text or len(text) > max_chars or not text.isprintable():
        raise UserError(f"{what} has 1 to {max_chars} printable characters. Correct it.")
    return text
