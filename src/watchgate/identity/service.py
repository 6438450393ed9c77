"""Who holds this token? Tokens are made, listed, revoked and recognised here; the ledger records the first and the last."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.identity import bootstrap, store
from watchgate.identity.model import ApiToken, UnknownToken, check_name, hash_of, mint
from watchgate.identity.roles import Role
from watchgate.kernel.clock import Clock
from watchgate.kernel.errors import UserError
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.database import Database

TOKEN_CREATED = "token.created"  # noqa: S105 -- the ledger's word for it
TOKEN_REVOKED = "token.revoked"  # noqa: S105
_BOOTSTRAP_LIFE = timedelta(days=30)
_NOTED_EVERY = timedelta(minutes=1)


class Tokens:
    """API tokens, in the database and (the first one) in the data folder."""

    def __init__(self, database: Database, data_dir: Path, clock: Clock) -> None:
        self._database = database
        self._data_dir = data_dir
        self._clock = clock

    async def create(self, name: str, role: Role, lifetime: timedelta | None) -> tuple[ApiToken, str]:
        """A new token and its secret, which cannot be had again. None as *lifetime*: until revoked. Raises UserError."""
        name = check_name(name)
        if name == bootstrap.NAME:
            raise UserError("The name bootstrap is the first token's. Choose another.")
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

    async def ensure_first(self) -> tuple[str, Path] | None:
        """Make the bootstrap token (admin, 30 days) if no token was ever made: its secret, and the file that holds it."""
        async with self._database.begin() as tx:
            if await store.has_any(tx):
                return None
            _, secret = await self._insert(tx, bootstrap.NAME, Role.ADMIN, _BOOTSTRAP_LIFE)
            path = bootstrap.leave(
                self._data_dir, secret
            )  # before it counts: a crash here loses no one's way in
        return secret, path

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
        if token.last_used_at is None and token.name == bootstrap.NAME:
            bootstrap.remove(self._data_dir)
        async with self._database.begin() as tx:
            await store.mark_used(tx, token.id, now)
