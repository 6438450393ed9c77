"""Who may set a password without having one? The holder of a link: for the first administrator, or for who was invited."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.links import events, store
from watchgate.identity.people.model import Person
from watchgate.identity.people.rules import AT_THE_MACHINE, Actor
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.identity.sessions.model import hash_of, mint
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.ledger import outbox
from watchgate.storage.database import Database

SETUP_PATH = "/setup"
INVITATION_PATH = "/invitation"
LIFE = timedelta(hours=24)
INVITATION_LIFE = timedelta(days=7)


class LinkInvalid(UserError):
    """The link was used, has expired, or never was."""


class AlreadySetUp(UserError):
    """There is an administrator: he makes the accounts of others."""


class Links:
    """One-time links. Their secrets stand behind the `#` of an address: they reach no server's log."""

    def __init__(self, database: Database, people: People, clock: Clock) -> None:
        self._database = database
        self._people = people
        self._clock = clock
        self._one_at_a_time = asyncio.Lock()

    async def first_set_up(self) -> str | None:
        """A secret to set Watchgate up with; None when there is an active administrator."""
        if await self._people.has_active_admin():
            return None
        return await self._make(None, LIFE)

    async def set_up_again(self) -> str:
        """As `first_set_up`. Raises AlreadySetUp."""
        secret = await self.first_set_up()
        if secret is None:
            raise _already()
        return secret

    async def invite(self, person_id: str, *, by: Actor) -> str:
        """A secret with which this person sets a password; the one before no longer works."""
        return await self._make(person_id, INVITATION_LIFE, by)

    async def set_up(self, secret: str, email: str, name: str, password: Content) -> Person:
        """Make the first administrator. Raises LinkInvalid, AlreadySetUp; UserError leaves the link as it was."""
        async with self._in_turn(secret), self._database.begin() as tx:
            if await store.is_valid(tx, hash_of(secret), self._clock()):  # who has no link holds nobody up
                await store.hold_set_up(tx)
            await self._take(tx, secret, is_invitation=False)
            if await self._people.has_active_admin():
                raise _already()
            person = await self._people.create(email, name, Role.ADMIN, password=password)
            await self._people.mark_signed_in(person.id)
            await store.drop_of_person(tx, None)
            await outbox.record(tx, events.USED, {"for": "setup", "person": person.id})
        return person

    async def accept(self, secret: str, password: Content) -> Person:
        """Set the password of who was invited. Raises LinkInvalid; UserError leaves the link as it was."""
        async with self._in_turn(secret), self._database.begin() as tx:
            person_id = await self._take(tx, secret, is_invitation=True)
            assert person_id is not None
            if not (await self._people.get(person_id)).is_active:
                raise LinkInvalid("This account is disabled. Ask an administrator.")
            await self._people.set_password(person_id, password)
            await self._people.mark_signed_in(person_id)
            await store.drop_of_person(tx, person_id)
            await outbox.record(tx, events.USED, {"for": "invitation", "person": person_id})
        return await self._people.get(person_id)

    @asynccontextmanager
    async def _in_turn(self, secret: str) -> AsyncIterator[None]:
        """Of those with a valid link, one after the other: each keeps one connection and needs another, and there are few."""
        async with self._database.read() as tx:
            is_valid = await store.is_valid(tx, hash_of(secret), self._clock())
        if not is_valid:
            yield
            return
        async with self._one_at_a_time:
            yield

    async def _take(self, tx: AsyncConnection, secret: str, *, is_invitation: bool) -> str | None:
        taken = await store.take(tx, hash_of(secret), self._clock())
        if taken is None or (taken.person_id is not None) != is_invitation:
            again = (
                "An administrator can make another."
                if is_invitation
                else "`watchgate users setup-link` makes another."
            )
            raise LinkInvalid(f"This link is not valid: it was used, or has expired. {again}")
        return taken.person_id

    async def _make(self, person_id: str | None, life: timedelta, by: Actor = AT_THE_MACHINE) -> str:
        secret, now = mint(), self._clock()
        async with self._database.begin() as tx:
            if person_id is not None:
                await store.drop_of_person(tx, person_id)
            await store.insert(tx, hash_of(secret), person_id, now, now + life)
            about = {"for": "invitation", "person": person_id} if person_id else {"for": "setup"}
            await outbox.record(tx, events.MADE, {**about, "by": by.id})
        return secret


def link_to(url: str, path: str, secret: str) -> str:
    """The address that is handed over. What stands behind the `#` stays in the browser.

    A server that listens on every address of its machine is reached there by the machine's own.
    """
    here = url.replace("//0.0.0.0", "//127.0.0.1").replace("//[::]", "//[::1]")
    return f"{here}{path}#{secret}"


def _already() -> AlreadySetUp:
    return AlreadySetUp(
        "There is an administrator already. He makes accounts, and gives links to who has lost a password."
    )
