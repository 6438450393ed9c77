"""Who holds this token? Tokens are made, listed, revoked and recognised here; the ledger records the first and the last."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.identity import store
from watchgate.identity.model import ApiToken, UnknownToken, check_name, hash_of, mint
from watchgate.identity.roles import Role
from watchgate.kernel.clock import Clock
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.database import Database

TOKEN_CREATED = "token.created"  # noqa: S105 -- the ledger's word for it
TOKEN_REVOKED = "token.revoked"  # noqa: S105
_NOTED_EVERY = timedelta(minutes=1)


class Tokens:
    """API tokens, in the database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def create(self, name: str, role: Role, lifetime: timedelta | None) -> tuple[ApiToken, str]:
        """A new token and its secret, which cannot be had again. None as *lifetime*: until revoked. Raises UserError."""
        name = check_name(name)
        async with self._database.begin() as tx:
            return await self._insert(tx, name, role, lifetime)

    async def all(self) -> list[ApiToken]:
        """Newest first, with those that are expired or revoked."""
        async with self._database.read() as tx:
            return await store.newest_first(tx)

    async def revoke(self, token_id: str) -> ApiToken:
        """End a token; doing so twice changes nothing. Raises UnknownToken."""
        async with self._database.begin() as tx:
            if await store.mark_revoked(tx, token_id, self._clock()):
                await outbox.record(tx, TOKEN_REVOKED, {"token": token_id})
            token = await store.by_id(tx, token_id)
        if token is None:
            raise UnknownToken(
                f"There is no token {token_id!r}. `watchgate tokens list` shows those there are."
            )
        return token

    async def authenticate(self, secret: str) -> Caller | None:
        """Whose token is this? None when it is unknown, expired or revoked. Its use is noted, at most once a minute."""
        now = self._clock()
        async with self._database.read() as tx:
            token = await store.by_hash(tx, hash_of(secret))
        if token is None or not token.is_valid(now):
            return None
        if token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY:
            await self._note_use(token, now)
        return token.as_caller()

    async def _insert(
        self, tx: AsyncConnection, name: str, role: Role, lifetime: timedelta | None
    ) -> tuple[ApiToken, str]:
        now = self._clock()
        secret = mint()
        token = ApiToken(new_id("tok"), name, role, now, now + lifetime if lifetime else None)
        await store.insert(tx, token, hash_of(secret))
        await outbox.record(tx, TOKEN_CREATED, {"token": token.id, "role": role.value})
        return token, secret

    async def _note_use(self, token: ApiToken, now: datetime) -> None:
        async with self._database.begin() as tx:
            await store.mark_used(tx, token.id, now)
