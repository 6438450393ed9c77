"""Who has an account, and whose password is this? The use cases; each change is in the ledger with its transaction."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from watchgate.http.permissions import Permission
from watchgate.identity import events
from watchgate.identity.people import changing, store
from watchgate.identity.people.changes import Changes, checked_email, checked_name
from watchgate.identity.people.changing import there
from watchgate.identity.people.elsewhere import Introduced, let_in
from watchgate.identity.people.model import Person, Source, State
from watchgate.identity.people.passwords import Passwords, check, needs_rehash
from watchgate.identity.people.recording import record
from watchgate.identity.people.rules import AT_THE_MACHINE, Actor, check_touch
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
        by: Actor = AT_THE_MACHINE,
    ) -> Person:
        """A new account; without a password it waits for a link. Raises EmailTaken, WeakPassword, OutOfReach, UserError."""
        email, name = checked_email(email), checked_name(name)
        if password is not None:
            check(password, email, name)
        hashed = await self._passwords.hash(password) if password is not None else None
        now = self._clock()
        person = Person(
            *(new_id("usr"), email, name, role, grants, workspaces, State.ACTIVE, Source.LOCAL, now),
            password_set_at=now if hashed else None,
        )
        async with self._database.begin() as tx:
            await changing.add(tx, person, hashed, by)
        return person

    async def all(self) -> Sequence[Person]:
        """By name."""
        async with self._database.read() as tx:
            return await store.all_by_name(tx)

    async def page(
        self, limit: int, after: str | None, *, role: Role | None = None, state: State | None = None
    ) -> Sequence[Person]:
        """By e-mail, those after one (its `email_key`)."""
        async with self._database.read() as tx:
            return await store.page(tx, limit, after, role=role, state=state)

    async def named(self, name: str) -> Person:
        """The account with this id or e-mail. Raises UnknownPerson."""
        async with self._database.read() as tx:
            found = await store.by_id(tx, name) or await store.by_email(tx, name)
        return there(found, name)

    async def find(self, person_id: str) -> Person | None:
        """One account, if there is one."""
        async with self._database.read() as tx:
            return await store.by_id(tx, person_id)

    async def get(self, person_id: str) -> Person:
        """One account. Raises UnknownPerson."""
        return there(await self.find(person_id), person_id)

    async def has_active_admin(self) -> bool:
        """Is there an administrator who can sign in?"""
        async with self._database.read() as tx:
            return await store.has_active_admin(tx)

    async def change(self, person_id: str, changes: Changes, *, by: Actor) -> Person:
        """Only what is named. Raises UnknownPerson, EmailTaken, LastAdmin, OwnRights, OutOfReach, UserError."""
        async with self._database.begin() as tx:
            return await changing.change(tx, person_id, changes, by)

    async def disable(self, person_id: str, *, by: Actor) -> Person:
        """No longer lets him in: sessions and tokens are dead at once. Raises UnknownPerson, LastAdmin, OutOfReach."""
        async with self._database.begin() as tx:
            return await changing.switch(tx, person_id, State.DISABLED, by)

    async def enable(self, person_id: str, *, by: Actor) -> Person:
        """Lets him in again. Raises UnknownPerson, OutOfReach."""
        async with self._database.begin() as tx:
            return await changing.switch(tx, person_id, State.ACTIVE, by)

    async def remove(self, person_id: str, *, by: Actor) -> Person:
        """Ends the account with its sessions and tokens. The ledger keeps its id. Raises UnknownPerson, LastAdmin, OutOfReach."""
        async with self._database.begin() as tx:
            return await changing.remove(tx, person_id, by)

    async def may_invite(self, person_id: str, *, by: Actor) -> Person:
        """Who is to set a password by a link. Raises UnknownPerson, OutOfReach; UserError for who cannot have one."""
        person = await self.get(person_id)
        check_touch(person, by)
        _check_local(person)
        if not person.is_active:
            raise UserError("This account is disabled. Enable it first.")
        return person

    async def set_password(self, person_id: str, password: Content, *, by: str | None = None) -> None:
        """Raises UnknownPerson, WeakPassword; UserError for who signs in elsewhere."""
        person = await self.get(person_id)
        _check_local(person)
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

    async def mark_signed_in(self, person_id: str) -> None:
        """By a link, which is neither a password nor another provider."""
        async with self._database.begin() as tx:
            await store.mark_signed_in(tx, person_id, self._clock(), None)

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
        email, name = checked_email(email), checked_name(name)
        said = Introduced(email, name, role, grants, workspaces)
        async with self._database.begin() as tx:
            return await let_in(tx, store.Elsewhere(issuer, subject), said, self._clock())


def _check_local(person: Person) -> None:
    if person.source is not Source.LOCAL:
        raise UserError("This person signs in with another provider, and has no password here.")
