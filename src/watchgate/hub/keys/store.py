"""How are the keys of skills written and found?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.keys.model import SkillKey
from watchgate.hub.keys.tables import skill_key as table

_SHOWN = [column for column in table.c if column.name != "sha256"]


async def insert(tx: AsyncConnection, key: SkillKey, sha256: bytes) -> None:
    values = {name: getattr(key, name) for name in SkillKey.__dataclass_fields__}
    await tx.execute(table.insert().values(sha256=sha256, **values))


async def by_hash(tx: AsyncConnection, sha256: bytes) -> SkillKey | None:
    row = (await tx.execute(select(*_SHOWN).where(table.c.sha256 == sha256))).one_or_none()
    return _key(row) if row else None


async def by_id(tx: AsyncConnection, key_id: str, *, to_change: bool = False) -> SkillKey | None:
    query = select(*_SHOWN).where(table.c.id == key_id)
    row = (await tx.execute(query.with_for_update() if to_change else query)).one_or_none()
    return _key(row) if row else None


async def page(
    tx: AsyncConnection, limit: int, after: str | None, skill_id: str | None
) -> Sequence[SkillKey]:
    """Newest first, with those that are revoked."""
    query = select(*_SHOWN).order_by(table.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(table.c.id < after)
    if skill_id is not None:
        query = query.where(table.c.skill_id == skill_id)
    return [_key(row) for row in await tx.execute(query)]


async def mark_revoked(tx: AsyncConnection, key_id: str, now: datetime) -> None:
    await tx.execute(update(table).where(table.c.id == key_id).values(revoked_at=now))


def _key(row: Row[Any]) -> SkillKey:
    return SkillKey(**row._asdict())
