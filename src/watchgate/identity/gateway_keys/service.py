"""Which gateway keys are there? Made, changed, rotated and revoked here; each change is in the ledger, and in the file of the gateways."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.gateway_keys import events, file, store
from watchgate.identity.gateway_keys.changes import Changes, changed
from watchgate.identity.gateway_keys.model import (
    Allowance,
    GatewayKey,
    KeyIsRevoked,
    UnknownKey,
    Whose,
    hash_of,
    mint,
)
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, rfc3339
from watchgate.kernel.errors import UserError
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.storage.database import Database

MAX_GRACE = timedelta(days=30)


class GatewayKeys:
    """Gateway keys, in the database and (hashes and limits) in the data folder, where gateways find them.

    The file is written before a change is committed: at the worst a crash between the two takes a key away too early.
    """

    def __init__(self, database: Database, data_dir: Path, clock: Clock) -> None:
        self._database = database
        self.data_dir = data_dir
        self._path = data_dir / file.FILE
        self._clock = clock

    async def create(
        self, whose: Whose, allowance: Allowance, lifetime: timedelta | None, *, by: str
    ) -> tuple[GatewayKey, str]:
        """A new key and its secret, which cannot be had again. None as *lifetime*: until revoked. Raises UserError."""
        whose.check()
        allowance.check()
        now, secret = self._clock(), mint()
        expires_at = now + lifetime if lifetime else None
        key = GatewayKey(new_id("gk"), whose, allowance, now, now, expires_at)
        async with self._database.begin() as tx:
            await store.hold_changes(tx)
            await store.insert(tx, key)
            await store.add_secret(tx, key.id, hash_of(secret.encode()))
            await outbox.record(tx, events.CREATED, {"key": key.id, "by": by, **_facts(key)}, _names(key))
            await self._publish(tx)
        return key, secret

    async def page(self, limit: int, after_id: str | None = None) -> Sequence[GatewayKey]:
        """Newest first, with those that are expired or revoked."""
        async with self._database.read() as tx:
            return await store.page(tx, limit, after_id)

    async def get(self, key_id: str) -> GatewayKey:
        """Raises UnknownKey."""
        async with self._database.read() as tx:
            return await _known(tx, key_id)

    async def change(self, key_id: str, changes: Changes, *, by: str) -> GatewayKey:
        """All of *changes* or nothing. Raises UnknownKey, KeyIsRevoked, UserError."""
        async with self._database.begin() as tx:
            key = await self._standing(tx, key_id)
            new = changed(key, changes, self._clock())
            if new == key:
                return key
            await store.replace(tx, new)
            what: list[Json] = [*sorted(changes)]
            fields: dict[str, Json] = {"key": key.id, "by": by, "changed": what, **_facts(new)}
            await outbox.record(tx, events.CHANGED, fields, _names(new))
            await self._publish(tx)
        return new

    async def rotate(self, key_id: str, grace: timedelta, *, by: str) -> tuple[GatewayKey, str]:
        """A new secret for the same key; the one before stays valid for *grace*. Raises UnknownKey, KeyIsRevoked, UserError."""
        if not timedelta() <= grace <= MAX_GRACE:
            raise UserError(
                f"The old secret can stay valid for 0 to {MAX_GRACE.days} days. Choose another time."
            )
        now, secret = self._clock(), mint()
        async with self._database.begin() as tx:
            key = replace(await self._standing(tx, key_id), rotated_at=now, updated_at=now)
            await store.end_secrets(tx, key_id, now + grace)
            await store.drop_secrets(tx, now)
            await store.add_secret(tx, key_id, hash_of(secret.encode()))
            await store.replace(tx, key)
            fields: dict[str, Json] = {"key": key_id, "by": by, "old_valid_until": rfc3339(now + grace)}
            await outbox.record(tx, events.ROTATED, fields)
            await self._publish(tx)
        return key, secret

    async def revoke(self, key_id: str, *, by: str) -> GatewayKey:
        """End a key and all its secrets; doing so twice changes nothing. Raises UnknownKey."""
        now = self._clock()
        async with self._database.begin() as tx:
            await store.hold_changes(tx)
            key = await _known(tx, key_id)
            if key.revoked_at is None:
                key = replace(key, revoked_at=now, updated_at=now)
                await store.replace(tx, key)
                await store.drop_secrets(tx, now, key_id)
                await outbox.record(tx, events.REVOKED, {"key": key_id, "by": by})
            await self._publish(tx)
        return key

    async def publish(self) -> Path:
        """Write the file anew, if it is not what it should be; where it lies."""
        async with self._database.begin() as tx:
            await store.hold_changes(tx)
            await self._publish(tx)
        return self._path

    async def text(self) -> bytes:
        """What the file should hold."""
        async with self._database.read() as tx:
            return file.text_of(*await store.in_force(tx))

    async def is_published(self) -> bool:
        """Does the file say what the database says?"""
        return await self.text() == await asyncio.to_thread(_bytes_of, self._path)

    async def _publish(self, tx: AsyncConnection) -> None:
        keys, secrets = await store.in_force(tx)
        text = file.text_of(keys, secrets)
        if text != await asyncio.to_thread(_bytes_of, self._path) and (keys or self._path.exists()):
            await asyncio.to_thread(file.write, self._path, text)

    async def _standing(self, tx: AsyncConnection, key_id: str) -> GatewayKey:
        await store.hold_changes(tx)
        key = await _known(tx, key_id)
        if key.revoked_at is not None:
            raise KeyIsRevoked(f"The gateway key {key_id} is revoked for good. Make another.")
        return key


async def _known(tx: AsyncConnection, key_id: str) -> GatewayKey:
    key = await store.by_id(tx, key_id)
    if key is None:
        raise UnknownKey("There is no such gateway key. `watchgate keys list` shows those there are.")
    return key


def _facts(key: GatewayKey) -> dict[str, Json]:
    """What the ledger says of a key for as long as the entry stands: numbers only."""
    limits: dict[str, Json] = asdict(key.allowance)
    limits["models"] = len(key.allowance.models)
    return {**limits, "expires_at": _shown(key.expires_at)}


def _names(key: GatewayKey) -> dict[str, Json]:
    """What people wrote: it can be erased."""
    models: list[Json] = list(key.allowance.models)
    return {**asdict(key.whose), "models": models}


def _shown(moment: datetime | None) -> str | None:
    return rfc3339(moment) if moment else None


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None  # then it is written anew, and that says what is wrong
