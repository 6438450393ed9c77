"""How is it written down and found what stands at `/v1/skills`?"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.pushing.model import PlatformKey, Pushed
from watchgate.skills.pushing.tables import platform_key, skill_push

_KEY_SHOWN = [column for column in platform_key.c if column.name != "sealed"]


async def is_alone(tx: AsyncConnection, project: str) -> bool:
    """Nobody else changes anything in this project until *tx* ends."""
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"pushing to {project}", 0))
    return bool((await tx.execute(select(lock))).scalar_one())


async def put_key(tx: AsyncConnection, key: PlatformKey, sealed: bytes) -> None:
    values: dict[str, Any] = {**asdict(key), "sealed": sealed}
    new = insert(platform_key).values(values)
    await tx.execute(new.on_conflict_do_update(index_elements=["project"], set_=values))


async def sealed_key(tx: AsyncConnection, project: str) -> bytes | None:
    query = select(platform_key.c.sealed).where(platform_key.c.project == project)
    found = (await tx.execute(query)).scalar_one_or_none()
    return bytes(found) if found is not None else None


async def keys(tx: AsyncConnection) -> Sequence[PlatformKey]:
    rows = await tx.execute(select(*_KEY_SHOWN).order_by(platform_key.c.project))
    return [PlatformKey(**row._asdict()) for row in rows]


async def of_skill(tx: AsyncConnection, skill_id: str, project: str | None = None) -> Sequence[Pushed]:
    """What was sent of it, newest first."""
    query = select(skill_push).where(skill_push.c.skill_id == skill_id)
    if project is not None:
        query = query.where(skill_push.c.project == project)
    rows = await tx.execute(query.order_by(skill_push.c.pushed_at.desc(), skill_push.c.version))
    return [Pushed(**row._asdict()) for row in rows]


async def put(tx: AsyncConnection, pushed: Pushed) -> None:
    """One version of a skill in a project is the default one."""
    if pushed.is_default:
        of_it = (skill_push.c.project == pushed.project) & (skill_push.c.skill_id == pushed.skill_id)
        await tx.execute(update(skill_push).where(of_it).values(is_default=False))
    values = asdict(pushed)
    new = insert(skill_push).values(values)
    await tx.execute(
        new.on_conflict_do_update(index_elements=["project", "skill_id", "version"], set_=values)
    )


async def forget(tx: AsyncConnection, project: str, skill_id: str) -> int:
    """It is not there any more; how many versions it had."""
    of_it = (skill_push.c.project == project) & (skill_push.c.skill_id == skill_id)
    return (await tx.execute(delete(skill_push).where(of_it))).rowcount
