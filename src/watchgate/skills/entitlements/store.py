"""How are groups, archetypes and exceptions written and found?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.skills.entitlements.model import Group
from watchgate.skills.entitlements.tables import archetype_group as archetypes
from watchgate.skills.entitlements.tables import directory_group as groups
from watchgate.skills.entitlements.tables import directory_member as members
from watchgate.skills.entitlements.tables import skill_exception as exceptions


@dataclass(frozen=True, slots=True)
class Directory:
    """Group id → name, and group id → the ids of its people."""

    names: Mapping[str, str]
    people: Mapping[str, frozenset[str]]


async def put_directory(
    tx: AsyncConnection, workspace_id: UUID, source: str, found: Directory, now: datetime
) -> None:
    """In place of what this source has told before. What groups are for skills stays."""
    theirs = (groups.c.workspace_id == workspace_id) & (groups.c.source == source)
    old = (await tx.execute(select(groups.c.group_id).where(theirs))).scalars().all()
    stale = [*old, *found.names]
    await tx.execute(
        delete(members).where(members.c.workspace_id == workspace_id, members.c.group_id.in_(stale))
    )
    await tx.execute(delete(groups).where(theirs))
    new = [
        {"workspace_id": workspace_id, "group_id": group, "name": name, "source": source, "read_at": now}
        for group, name in found.names.items()
    ]
    if new:
        added = insert(groups).values(new)
        changed = {name: added.excluded[name] for name in ("name", "source", "read_at")}
        await tx.execute(
            added.on_conflict_do_update(index_elements=["workspace_id", "group_id"], set_=changed)
        )
    people = [
        {"workspace_id": workspace_id, "group_id": group, "user_id": user}
        for group, users in found.people.items()
        for user in sorted(users)
    ]
    if people:
        await tx.execute(insert(members), people)


async def all_groups(tx: AsyncConnection, workspace_id: UUID) -> Sequence[Group]:
    """By name."""
    counted = select(func.count()).where(
        members.c.workspace_id == groups.c.workspace_id, members.c.group_id == groups.c.group_id
    )
    named = select(func.array_agg(archetypes.c.archetype)).where(
        archetypes.c.workspace_id == groups.c.workspace_id, archetypes.c.group_id == groups.c.group_id
    )
    query = select(groups, counted.scalar_subquery().label("n"), named.scalar_subquery().label("what"))
    rows = await tx.execute(query.where(groups.c.workspace_id == workspace_id).order_by(groups.c.name))
    return [
        Group(row.group_id, row.name, row.source, row.n, tuple(sorted(row.what or ())), row.read_at)
        for row in rows
    ]


async def put_archetype(
    tx: AsyncConnection, workspace_id: UUID, archetype: str, group_ids: Sequence[str]
) -> None:
    """These groups, and no others, are it."""
    its = (archetypes.c.workspace_id == workspace_id) & (archetypes.c.archetype == archetype)
    await tx.execute(delete(archetypes).where(its))
    rows = [{"workspace_id": workspace_id, "archetype": archetype, "group_id": one} for one in group_ids]
    if rows:
        await tx.execute(insert(archetypes), rows)


async def known_groups(tx: AsyncConnection, workspace_id: UUID) -> frozenset[str]:
    query = select(groups.c.group_id).where(groups.c.workspace_id == workspace_id)
    return frozenset((await tx.execute(query)).scalars())


async def groups_of(tx: AsyncConnection, workspace_id: UUID, user_id: str) -> Mapping[str, frozenset[str]]:
    """Names of somebody's groups → the archetypes that each is."""
    query = (
        select(groups.c.name, archetypes.c.archetype)
        .join(
            members,
            (members.c.workspace_id == groups.c.workspace_id) & (members.c.group_id == groups.c.group_id),
        )
        .outerjoin(
            archetypes,
            (archetypes.c.workspace_id == groups.c.workspace_id)
            & (archetypes.c.group_id == groups.c.group_id),
        )
        .where(members.c.workspace_id == workspace_id, members.c.user_id == user_id)
    )
    found: dict[str, set[str]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.name, set()).update({row.archetype} if row.archetype else set())
    return {name: frozenset(what) for name, what in found.items()}


async def people_of(
    tx: AsyncConnection, workspace_id: UUID, wanted: frozenset[str]
) -> Mapping[str, frozenset[str]]:
    """User → names of the groups that are one of these archetypes."""
    query = (
        select(members.c.user_id, groups.c.name)
        .join(
            archetypes,
            (archetypes.c.workspace_id == members.c.workspace_id)
            & (archetypes.c.group_id == members.c.group_id),
        )
        .join(
            groups,
            (groups.c.workspace_id == members.c.workspace_id) & (groups.c.group_id == members.c.group_id),
        )
        .where(members.c.workspace_id == workspace_id, archetypes.c.archetype.in_(wanted))
    )
    found: dict[str, set[str]] = {}
    for row in await tx.execute(query):
        found.setdefault(row.user_id, set()).add(row.name)
    return {user: frozenset(names) for user, names in found.items()}


async def is_mapped(tx: AsyncConnection, workspace_id: UUID, wanted: frozenset[str]) -> bool:
    """Is there any group that is one of these archetypes?"""
    query = select(archetypes.c.group_id).where(
        archetypes.c.workspace_id == workspace_id, archetypes.c.archetype.in_(wanted)
    )
    return (await tx.execute(query.limit(1))).first() is not None


async def put_exception(tx: AsyncConnection, values: Mapping[str, Any]) -> None:
    new = insert(exceptions).values(dict(values))
    key = ["workspace_id", "skill_id", "user_id"]
    await tx.execute(new.on_conflict_do_update(index_elements=key, set_=dict(values)))


async def drop_exception(tx: AsyncConnection, workspace_id: UUID, skill_id: str, user_id: str) -> bool:
    which = delete(exceptions).where(
        exceptions.c.workspace_id == workspace_id,
        exceptions.c.skill_id == skill_id,
        exceptions.c.user_id == user_id,
    )
    return (await tx.execute(which)).rowcount > 0


async def exceptions_of(
    tx: AsyncConnection, workspace_id: UUID, *, user_id: str | None = None, skill_id: str | None = None
) -> Sequence[Any]:
    """Rows, by skill and user."""
    query = select(exceptions).where(exceptions.c.workspace_id == workspace_id)
    if user_id is not None:
        query = query.where(exceptions.c.user_id == user_id)
    if skill_id is not None:
        query = query.where(exceptions.c.skill_id == skill_id)
    return (await tx.execute(query.order_by(exceptions.c.skill_id, exceptions.c.user_id))).all()
