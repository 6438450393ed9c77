"""How are versions written and found?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.registry.model import State, Version
from watchgate.skills.registry.tables import skill_version as table

_SHOWN = [column for column in table.c if column.name != "archive"]


async def insert_version(tx: AsyncConnection, version: Version, archive: bytes) -> bool:
    """False when its id and version, or its digest, are there already."""
    new = insert(table).values(archive=archive, **_values(version))
    return (
        await tx.execute(new.on_conflict_do_nothing().returning(table.c.digest))
    ).one_or_none() is not None


async def save(tx: AsyncConnection, version: Version) -> None:
    """Its state and who has reviewed it; the caller holds its lock."""
    changed = update(table).where(table.c.digest == version.digest)
    await tx.execute(changed.values(**_values(version)))


async def leave_current(tx: AsyncConnection, skill_id: str) -> None:
    """No version of the skill is the current one."""
    current = (table.c.skill_id == skill_id) & table.c.is_current
    await tx.execute(update(table).where(current).values(is_current=False))


async def one(
    tx: AsyncConnection, skill_id: str, version: str | None, *, to_change: bool = False
) -> Version | None:
    """A version; without *version* the current one."""
    which = table.c.is_current if version is None else table.c.version == version
    query = select(*_SHOWN).where(table.c.skill_id == skill_id, which)
    row = (await tx.execute(query.with_for_update() if to_change else query)).one_or_none()
    return _version(row) if row else None


async def by_digest(tx: AsyncConnection, digest: str) -> Version | None:
    row = (await tx.execute(select(*_SHOWN).where(table.c.digest == digest))).one_or_none()
    return _version(row) if row else None


async def archive_of(tx: AsyncConnection, digest: str) -> bytes:
    """The canonical ZIP of a version that is there."""
    return bytes((await tx.execute(select(table.c.archive).where(table.c.digest == digest))).scalar_one())


async def page(
    tx: AsyncConnection,
    after: tuple[str, str] | None,
    limit: int,
    *,
    skill_id: str | None,
    state: State | None,
    only_current: bool,
) -> Sequence[Version]:
    """By skill, then by version's text."""
    query = select(*_SHOWN).order_by(table.c.skill_id, table.c.version).limit(limit)
    if skill_id is not None:
        query = query.where(table.c.skill_id == skill_id)
    if state is not None:
        query = query.where(table.c.state == state.value)
    if only_current:
        query = query.where(table.c.is_current)
    if after is not None:
        query = query.where(tuple_(table.c.skill_id, table.c.version) > after)
    return await _all(tx, query)


async def _all(tx: AsyncConnection, query: Select[Any]) -> Sequence[Version]:
    return [_version(row) for row in await tx.execute(query)]


def _values(version: Version) -> dict[str, Any]:
    plain = {name: getattr(version, name) for name in Version.__dataclass_fields__}
    return {**plain, "state": version.state.value, "involved": list(version.involved)}


def _version(row: Row[Any]) -> Version:
    found = row._asdict()
    return Version(**{**found, "state": State(found["state"]), "involved": tuple(found["involved"])})
