"""Who holds this token? Tokens are made, listed, revoked and recognised here; the ledger records the first and the last."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.identity.tokens import events, store
from watchgate.identity.tokens.model import (
    ApiToken,
    Scope,
    UnknownToken,
    check_name,
    check_scope,
    hash_of,
    mint,
)
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.database import Database

_NOTED_EVERY = timedelta(minutes=1)


class Tokens:
    """API tokens, in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._people = People(database, clock)
        self._clock = clock

    async def create(
        self, name: str, scope: Role | Scope, lifetime: timedelta | None, *, owner: str | None = None
    ) -> tuple[ApiToken, str]:
        """A new token and its secret, which cannot be had again. None as *lifetime*: until revoked.

        *owner* is a person's id or e-mail. Without one it belongs to nobody: only whoever is at the machine makes such.
        Raises UserError, UnknownPerson.
        """
        name = check_name(name)
        scope = Scope(scope) if isinstance(scope, Role) else scope
        person = await self._people.named(owner) if owner is not None else None
        check_scope(scope, person.as_caller() if person else None)
        async with self._database.begin() as tx:
            return await self._insert(tx, name, scope, lifetime, person.id if person else None)

    async def all(self, person_id: str | None = None) -> list[ApiToken]:
        """Newest first, with those that are expired or revoked; only those of a person, if one is named."""
        async with self._database.read() as tx:
            return await store.newest_first(tx, person_id)

    async def page(self, limit: int, after: str | None, whose: str | None = None) -> list[ApiToken]:
        """Newest first, those after one (its id): all, a person's, or the one with an id."""
        async with self._database.read() as tx:
            return await store.page(tx, limit, after, whose)

    async def get(self, token_id: str, *, for_: Caller) -> ApiToken:
        """One token that the caller may see. Raises UnknownToken."""
        async with self._database.read() as tx:
            token = await store.by_id(tx, token_id)
        return _there(token if token and token.is_seen_by(for_) else None, token_id)

    async def revoke(self, token_id: str, *, by: str | None = None) -> ApiToken:
        """End a token; doing so twice changes nothing. Raises UnknownToken."""
        async with self._database.begin() as tx:
            if await store.mark_revoked(tx, token_id, self._clock()):
                await outbox.record(tx, events.REVOKED, {"token": token_id, **({"by": by} if by else {})})
            token = await store.by_id(tx, token_id)
        return _there(token, token_id)

    async def authenticate(self, secret: str) -> Caller | None:
        """Whose token is this? None when it is unknown, expired or revoked. Its use is noted, at most once a minute."""
        now = self._clock()
        async with self._database.read() as tx:
            token = await store.by_hash(tx, hash_of(secret))
        if token is None or not token.is_valid(now):
            return None
        owner = None
        if token.person_id is not None:
            person = await self._people.find(token.person_id)
            if person is None or not person.is_active:
                return None
            owner = person.as_caller()
        if token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY:
            await self._note_use(token, now)
        return token.as_caller(owner)

    async def _insert(
        self,
        tx: AsyncConnection,
        name: str,
        scope: Scope,
        lifetime: timedelta | None,
        person_id: str | None,
    ) -> tuple[ApiToken, str]:
        now = self._clock()
        secret = mint()
        token = ApiToken(
            *(new_id("tok"), name, scope.role, now, now + lifetime if lifetime else None),
            permissions=scope.permissions,
            workspaces=scope.workspaces,
            person_id=person_id,
        )
        await store.insert(tx, token, hash_of(secret))
        await outbox.record(tx, events.CREATED, _fields(token))
        return token, secret

    async def _note_use(self, token: ApiToken, now: datetime) -> None:
        async with self._database.begin() as tx:
            await store.mark_used(tx, token.id, now)


def _fields(token: ApiToken) -> dict[str, Json]:
    fields: dict[str, Json] = {"token": token.id, "role": token.role.value}
    if token.permissions is not None:
        fields["permissions"] = [*sorted(one.value for one in token.permissions)]
    if token.workspaces is not None:
        fields["workspaces"] = [*sorted(str(one) for one in token.workspaces)]
    if token.person_id is not None:
        fields["person"] = token.person_id
    return fields


def _there(token: ApiToken | None, token_id: str) -> ApiToken:
    if token is None:
        raise UnknownToken(f"There is no token {token_id!r}. `watchgate tokens list` shows those there are.")
    return token
