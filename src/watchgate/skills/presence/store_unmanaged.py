"""How is it kept what is there that none of our skills accounts for?"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.presence.model import Unmanaged
from watchgate.skills.presence.tables import skill_unmanaged as table
from watchgate.skills.targets.model import Target

_BATCH = 500
_KEY = (table.c.workspace_id, table.c.target, table.c.object_id)
_SHOWN = [column for column in table.c if column.name not in {"name_sealed", "name_fingerprint"}]

Row = Mapping[str, Any]


async def known(
    tx: AsyncConnection, workspace_id: UUID, target: Target
) -> dict[str, tuple[bytes, str | None, str | None]]:
    """Object id → what would be different if something had changed: fingerprint of the name, visibility, whose namesake it is."""
    query = select(
        table.c.object_id, table.c.name_fingerprint, table.c.visibility, table.c.namesake_of
    ).where(table.c.workspace_id == workspace_id, table.c.target == target.value)
    return {
        row.object_id: (row.name_fingerprint, row.visibility, row.namesake_of)
        for row in await tx.execute(query)
    }


async def put(tx: AsyncConnection, rows: Sequence[Row]) -> None:
    """New ones, and those that have changed; these keep when they were first seen."""
    for first in range(0, len(rows), _BATCH):
        new = insert(table).values(list(rows[first : first + _BATCH]))
        changed = {
            name: new.excluded[name]
            for name in ("name_sealed", "name_fingerprint", "visibility", "namesake_of")
        }
        await tx.execute(new.on_conflict_do_update(index_elements=list(_KEY), set_=changed))


async def remove(tx: AsyncConnection, workspace_id: UUID, target: Target, ids: Collection[str]) -> None:
    """They are not there any more, or are ours now."""
    gone = sorted(ids)
    for first in range(0, len(gone), _BATCH):
        await tx.execute(
            delete(table).where(
                table.c.workspace_id == workspace_id,
                table.c.target == target.value,
                table.c.object_id.in_(gone[first : first + _BATCH]),
            )
        )


async def page(
    tx: AsyncConnection,
    limit: int,
    *,
    workspace_id: UUID | None,
    target: Target | None,
    within: frozenset[UUID] | None,
    after: tuple[UUID, str, str] | None,
) -> Sequence[Unmanaged]:
    """By workspace, target and id."""
    query = select(*_SHOWN).order_by(*_KEY).limit(limit)
    if workspace_id is not None:
        query = query.where(table.c.workspace_id == workspace_id)
    if target is not None:
        query = query.where(table.c.target == target.value)
    if within is not None:
        query = query.where(table.c.workspace_id.in_(within))
    if after is not None:
        query = query.where(tuple_(*_KEY) > after)
    return [Unmanaged(**{**row._asdict(), "target": Target(row.target)}) for row in await tx.execute(query)]


async def sealed_names(
    tx: AsyncConnection, workspace_id: UUID, target: Target, ids: Collection[str]
) -> dict[str, bytes]:
    """Of those among *ids* that are there."""
    query = select(table.c.object_id, table.c.name_sealed).where(
        table.c.workspace_id == workspace_id,
        table.c.target == target.value,
        table.c.object_id.in_(sorted(ids)),
    )
    return {row.object_id: row.name_sealed for row in await tx.execute(query)}
