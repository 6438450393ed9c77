"""Who signs in, who is signed in, and who no longer is? The use cases; each change is in the ledger with its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.credentials import SignedIn
from watchgate.identity.people.model import Person
from watchgate.identity.people.service import People
from watchgate.identity.sessions import attempts, events, store, throttling
from watchgate.identity.sessions.model import (
    SEEN_EVERY,
    EndedBy,
    Limits,
    Method,
    Session,
    SignInRefused,
    UnknownSession,
    Visitor,
    csrf_token_of,
    hash_of,
    mint,
    rights_of,
)
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.database import Database


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun, and its secret, which cannot be had again."""

    session: Session
    person: Person
    secret: str = field(repr=False)

    @property
    def csrf_token(self) -> str:
        return csrf_token_of(self.secret)


class Sessions:
    """Sessions of *people*, in the database."""

    def __init__(self, database: Database, people: People, clock: Clock, limits: Limits) -> None:
        self._database = database
        self._people = people
        self._clock = clock
        self.limits = limits

    async def sign_in(self, email: str, password: Content, visitor: Visitor) -> Opened:
        """A new session. Raises SignInRefused (unknown, disabled and wrong are one), TooManyAttempts."""
        person = await self._verified(email, password, visitor)
        if person is None:
            raise SignInRefused(
                "E-mail and password do not fit. After some attempts, each next one has to wait longer."
            )
        return await self.begin(person, Method.PASSWORD, visitor)

    async def begin(self, person: Person, method: Method, visitor: Visitor) -> Opened:
        """A new session of somebody who has shown who he is."""
        secret = mint()
        async with self._database.begin() as tx:
            for over in await store.end_expired(tx, self._clock(), self.limits.idle):
                await _record_end(tx, over, EndedBy.IDLE if over.ends_at > self._clock() else EndedBy.AGE)
            session = await self._insert(tx, person, method, visitor, secret)
        return Opened(session, person, secret)

    async def recognise(self, secret: str) -> SignedIn | None:
        """Whose session is this? None when there is none, or it is over. Its use is noted, at most once a minute."""
        now = self._clock()
        async with self._database.read() as tx:
            session = await store.by_hash(tx, hash_of(secret))
        if session is None:
            return None
        person = await self._people.find(session.person_id)
        if reason := session.ended_by(now, self.limits.idle, person):
            await self._end(session.id, reason)
            return None
        if now - session.seen_at >= SEEN_EVERY:
            async with self._database.begin() as tx:
                await store.mark_seen(tx, session.id, now)
        assert person is not None
        return SignedIn(person.as_caller(), session.id, csrf_token_of(secret))

    async def get(self, session_id: str) -> Session:
        """One session. Raises UnknownSession."""
        async with self._database.read() as tx:
            session = await store.by_id(tx, session_id)
        if session is None:
            raise _unknown()
        return session

    async def of_person(self, person_id: str) -> Sequence[Session]:
        """The sessions of a person that go on, newest first."""
        async with self._database.read() as tx:
            return await store.of_person(tx, person_id, self._clock(), self.limits.idle)

    async def end(self, session_id: str, reason: EndedBy, *, by: str) -> None:
        """End a session at once. Raises UnknownSession."""
        if not await self._end(session_id, reason, by):
            raise _unknown()

    async def end_all(self, person_id: str, reason: EndedBy, *, by: str, but: str | None = None) -> int:
        """End all sessions of a person, *but* perhaps one; how many."""
        async with self._database.begin() as tx:
            ended = await store.end_all(tx, person_id, but=but)
            for session in ended:
                await _record_end(tx, session, reason, by)
        return len(ended)

    async def end_by_secret(self, secret: str, reason: EndedBy) -> None:
        """End the session that a browser has had until now, if it has one."""
        async with self._database.read() as tx:
            session = await store.by_hash(tx, hash_of(secret))
        if session is not None:
            await self._end(session.id, reason)

    async def change_password(self, person_id: str, old: Content, new: Content, visitor: Visitor) -> Opened:
        """Set a new password: all sessions of the person end, and a new one begins.

        Raises SignInRefused when the old one is wrong, TooManyAttempts, UserError when the new one will not do.
        """
        person = await self._people.get(person_id)
        if await self._verified(person.email, old, visitor) is None:
            raise SignInRefused("The old password is not right, so nothing was changed.")
        await self._people.set_password(person_id, new)
        await self.end_all(person_id, EndedBy.PASSWORD, by=person_id)
        return await self.begin(await self._people.get(person_id), Method.PASSWORD, visitor)

    async def _verified(self, email: str, password: Content, visitor: Visitor) -> Person | None:
        account, address = throttling.account(email), throttling.address(visitor.address)
        await attempts.count(self._database, [account, address], self._clock())
        person = await self._people.verify(email, password)
        if person is not None:
            async with self._database.begin() as tx:
                await attempts.forget(tx, account)
                await attempts.take_back(tx, address)
        return person

    async def _insert(
        self, tx: AsyncConnection, person: Person, method: Method, visitor: Visitor, secret: str
    ) -> Session:
        now = self._clock()
        ends_at = now + self.limits.absolute
        session = Session(new_id("ses"), person.id, method, now, now, ends_at, rights_of(person), visitor)
        await store.insert(tx, session, hash_of(secret))
        fields = {"session": session.id, "person": person.id, "method": method.value}
        await outbox.record(
            tx, events.BEGUN, fields, {"address": visitor.address, "browser": visitor.browser}
        )
        return session

    async def _end(self, session_id: str, reason: EndedBy, by: str | None = None) -> bool:
        async with self._database.begin() as tx:
            session = await store.end(tx, session_id)
            if session is not None:
                await _record_end(tx, session, reason, by)
        return session is not None


async def _record_end(tx: AsyncConnection, session: Session, reason: EndedBy, by: str | None = None) -> None:
    fields = {"session": session.id, "person": session.person_id, "reason": reason.value}
    await outbox.record(tx, events.ENDED, {**fields, **({"by": by} if by else {})})


def _unknown() -> UnknownSession:
    return UnknownSession("There is no such session. Perhaps it has ended already.")
