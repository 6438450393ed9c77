"""How are looks, and what they saw, written and found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.presence.model import Look, PartChange, Presence, State
from watchgate.skills.presence.tables import skill_look, skill_presence
from watchgate.skills.targets.model import Target

_SHOWN = [column for column in skill_presence.c if column.name != "lines_sealed"]
_KEY = (skill_presence.c.workspace_id, skill_presence.c.skill_id, skill_presence.c.target)


@dataclass(frozen=True, slots=True)
class PresenceFilter:
    """What is wanted. `within`: the workspaces that the caller may see; None is all."""

    workspace_id: UUID | None = None
    skill_id: str | None = None
    target: Target | None = None
    state: State | None = None
    within: frozenset[UUID] | None = None


async def page(
    tx: AsyncConnection, wanted: PresenceFilter, after: tuple[UUID, str, str] | None, limit: int
) -> Sequence[Presence]:
    """By workspace, skill and target."""
    query = _narrowed(select(*_SHOWN), wanted).order_by(*_KEY).limit(limit)
    if after is not None:
        query = query.where(tuple_(*_KEY) > after)
    return [_presence(row) for row in await tx.execute(query)]


async def of_target(tx: AsyncConnection, workspace_id: UUID, target: Target) -> dict[str, Presence]:
    """By skill."""
    table = skill_presence.c
    query = select(*_SHOWN).where(table.workspace_id == workspace_id, table.target == target.value)
    return {row.skill_id: _presence(row) for row in await tx.execute(query)}


async def one(
    tx: AsyncConnection, workspace_id: UUID, skill_id: str, target: Target
) -> tuple[Presence, bytes | None] | None:
    """With its sealed diffs."""
    query = select(skill_presence).where(_at(workspace_id, skill_id, target))
    row = (await tx.execute(query)).one_or_none()
    return (_presence(row), row.lines_sealed) if row else None


async def put(tx: AsyncConnection, presence: Presence, lines: bytes | None) -> None:
    plain = {name: getattr(presence, name) for name in Presence.__dataclass_fields__}
    changes = [
        {"part": one.part, "what": one.what, "added": one.added, "removed": one.removed}
        for one in presence.changes
    ]
    values = plain | {
        "target": presence.target.value,
        "state": presence.state.value,
        "changes": changes,
        "lines_sealed": lines,
    }
    new = insert(skill_presence).values(**values)
    await tx.execute(new.on_conflict_do_update(index_elements=list(_KEY), set_=values))


async def remove(tx: AsyncConnection, workspace_id: UUID, skill_id: str, target: Target) -> None:
    await tx.execute(delete(skill_presence).where(_at(workspace_id, skill_id, target)))


async def looks(tx: AsyncConnection, within: frozenset[UUID] | None = None) -> Sequence[Look]:
    """The newest of each target of each workspace."""
    query = select(skill_look).order_by(skill_look.c.workspace_id, skill_look.c.target)
    if within is not None:
        query = query.where(skill_look.c.workspace_id.in_(within))
    return [_look(row) for row in await tx.execute(query)]


async def ask(tx: AsyncConnection, workspace_id: UUID, target: Target, now: datetime) -> None:
    """Somebody wants a look."""
    values = {"workspace_id": workspace_id, "target": target.value, "asked_at": now, "unmanaged": 0}
    key = [skill_look.c.workspace_id, skill_look.c.target]
    new = insert(skill_look).values(**values)
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_={"asked_at": now}))


async def look_at(tx: AsyncConnection, workspace_id: UUID, target: Target) -> Look | None:
    row = (await tx.execute(select(skill_look).where(_look_of(workspace_id, target)))).one_or_none()
    return _look(row) if row else None


async def lock_look(tx: AsyncConnection, workspace_id: UUID, target: Target) -> Look:
    """The look as it is kept; nobody else writes what a look saw until *tx* ends."""
    values = {"workspace_id": workspace_id, "target": target.value, "unmanaged": 0}
    await tx.execute(insert(skill_look).values(**values).on_conflict_do_nothing())
    query = select(skill_look).where(_look_of(workspace_id, target)).with_for_update()
    return _look((await tx.execute(query)).one())


async def finish(tx: AsyncConnection, look: Look) -> None:
    """The caller holds its lock."""
    done = update(skill_look).where(_look_of(look.workspace_id, look.target))
    await tx.execute(
        done.values(
            asked_at=look.asked_at, looked_at=look.looked_at, problem=look.problem, unmanaged=look.unmanaged
        )
    )


def _narrowed(query: Select[Any], wanted: PresenceFilter) -> Select[Any]:
    table = skill_presence.c
    for column, value in (
        (table.workspace_id, wanted.workspace_id),
        (table.skill_id, wanted.skill_id),
        (table.target, wanted.target),
        (table.state, wanted.state),
    ):
        if value is not None:
            query = query.where(column == value)
    return query if wanted.within is None else query.where(table.workspace_id.in_(wanted.within))


def _at(workspace_id: UUID, skill_id: str, target: Target) -> Any:  # noqa: ANN401 -- a condition of SQLAlchemy's
    table = skill_presence.c
    return (
        (table.workspace_id == workspace_id) & (table.skill_id == skill_id) & (table.target == target.value)
    )


def _look_of(workspace_id: UUID, target: Target) -> Any:  # noqa: ANN401 -- as above
    return (skill_look.c.workspace_id == workspace_id) & (skill_look.c.target == target.value)


def _presence(row: Row[Any]) -> Presence:
    found = row._asdict()
    found.pop("lines_sealed", None)
    changes = tuple(PartChange(**change) for change in found["changes"])
    own = {"changes": changes, "state": State(found["state"]), "target": Target(found["target"])}
    return Presence(**{**found, **own})


def _look(row: Row[Any]) -> Look:
    return Look(**{**row._asdict(), "target": Target(row.target)})
