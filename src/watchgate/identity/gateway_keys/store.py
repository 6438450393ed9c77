"""How are gateway keys written and found?"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Secret, Whose
from watchgate.identity.gateway_keys.tables import gateway_key, gateway_key_secret

_CHANGES_LOCK = 0x7761_7463_6811


async def hold_changes(tx: AsyncConnection) -> None:
    """Others who change keys wait until this transaction ends: the file is written in the order of the changes."""
    await tx.execute(select(func.pg_advisory_xact_lock(_CHANGES_LOCK)))


async def insert(tx: AsyncConnection, key: GatewayKey) -> None:
    await tx.execute(gateway_key.insert().values(_row(key)))


async def replace(tx: AsyncConnection, key: GatewayKey) -> None:
    await tx.execute(update(gateway_key).where(gateway_key.c.id == key.id).values(_row(key)))


async def add_secret(tx: AsyncConnection, key_id: str, sha256: bytes) -> None:
    await tx.execute(gateway_key_secret.insert().values(key_id=key_id, sha256=sha256))


async def end_secrets(tx: AsyncConnection, key_id: str, at: datetime) -> None:
    """The secrets of this key are valid until then, or less if that was said before."""
    mine = gateway_key_secret.c.key_id == key_id
    lasts_longer = gateway_key_secret.c.valid_until.is_(None) | (gateway_key_secret.c.valid_until > at)
    await tx.execute(update(gateway_key_secret).where(mine & lasts_longer).values(valid_until=at))


async def drop_secrets(tx: AsyncConnection, now: datetime, key_id: str | None = None) -> None:
    """Forget the secrets that are no longer valid; all of *key_id*."""
    over = gateway_key_secret.c.valid_until <= now
    await tx.execute(
        delete(gateway_key_secret).where(
            over if key_id is None else over | (gateway_key_secret.c.key_id == key_id)
        )
    )


async def by_id(tx: AsyncConnection, key_id: str) -> GatewayKey | None:
    row = (await tx.execute(select(gateway_key).where(gateway_key.c.id == key_id))).one_or_none()
    return _key(row) if row else None


async def page(tx: AsyncConnection, limit: int, after_id: str | None) -> Sequence[GatewayKey]:
    """Newest first (ids sort by birth), from the first after *after_id*."""
    query = select(gateway_key).order_by(gateway_key.c.id.collate("C").desc()).limit(limit)
    if after_id is not None:
        query = query.where(gateway_key.c.id.collate("C") < after_id)
    return [_key(row) for row in await tx.execute(query)]


async def in_force(tx: AsyncConnection) -> tuple[Sequence[GatewayKey], Sequence[Secret]]:
    """The keys that are not revoked, and their secrets, each in the order of birth."""
    stand = gateway_key.c.revoked_at.is_(None)
    keys = await tx.execute(select(gateway_key).where(stand).order_by(gateway_key.c.id.collate("C")))
    secrets = await tx.execute(
        select(gateway_key_secret)
        .join(gateway_key)
        .where(stand)
        .order_by(gateway_key_secret.c.valid_until.nulls_last(), gateway_key_secret.c.sha256)
    )
    return [_key(row) for row in keys], [Secret(row.key_id, row.sha256, row.valid_until) for row in secrets]


def _row(key: GatewayKey) -> dict[str, Any]:
    allowance = asdict(key.allowance)
    return {
        "id": key.id,
        **asdict(key.whose),
        **allowance,
        "models": list(key.allowance.models),
        "created_at": key.created_at,
        "updated_at": key.updated_at,
        "expires_at": key.expires_at,
        "rotated_at": key.rotated_at,
        "revoked_at": key.revoked_at,
    }


def _key(row: Row[Any]) -> GatewayKey:
    return GatewayKey(
        row.id,
        Whose(row.name, row.team, row.project),
        Allowance(
            row.budget_month_microusd,
            row.budget_day_microusd,
            row.requests_per_minute,
            row.tokens_per_minute,
            tuple(row.models),
        ),
        row.created_at,
        row.updated_at,
        row.expires_at,
        row.rotated_at,
        row.revoked_at,
    )
