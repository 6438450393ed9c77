"""What do findings add up to? Entities, people and days from the sums of each day; conversations from their own count."""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import all_of, ids_of, owned_by
from watchgate.catalog.tables import conversation, person
from watchgate.findings.model import By, Sum, SummaryFilter
from watchgate.findings.tables import finding_day

_COUNT: ColumnElement[int] = func.sum(finding_day.c.findings)
_NONE: ColumnElement[int] = literal_column("0")  # so that the planner knows the index of those with findings


async def owners(tx: AsyncConnection, wanted: SummaryFilter) -> Sequence[str] | None:
    """The user ids that the filter's person means; None when it has no person."""
    return None if wanted.person is None else await ids_of(tx, wanted.workspace_id, wanted.person)


async def total(tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None) -> int:
    """How many findings there are in these days."""
    query = select(func.coalesce(_COUNT, 0)).where(*_of_days(wanted, of))
    return int((await tx.execute(query)).scalar_one())


async def by_entity(
    tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None, limit: int
) -> list[Sum]:
    entity = finding_day.c.entity
    query = (
        select(entity.label("key"), _COUNT.label("findings")).where(*_of_days(wanted, of)).group_by(entity)
    )
    rows = await all_of(tx, query.order_by(_COUNT.desc(), entity).limit(limit))
    return [Sum(row.key, int(row.findings)) for row in rows]


async def by_day(
    tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None, limit: int
) -> list[Sum]:
    day = finding_day.c.day
    query = (
        select(cast(day, String).label("key"), _COUNT.label("findings"))
        .where(*_of_days(wanted, of))
        .group_by(day)
    )
    rows = await all_of(tx, query.order_by(day.desc()).limit(limit))
    return [Sum(row.key, int(row.findings)) for row in rows]


async def by_person(
    tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None, limit: int
) -> list[Sum]:
    """Findings that belong to nobody have the key ``""``."""
    who = (finding_day.c.workspace_id, finding_day.c.owner_id)
    most = (
        select(*who, _COUNT.label("findings"))
        .where(*_of_days(wanted, of))
        .group_by(*who)
        .order_by(_COUNT.desc(), *who)
        .limit(limit)
        .subquery()
    )
    is_who = and_(person.c.workspace_id == most.c.workspace_id, person.c.user_id == most.c.owner_id)
    query = select(most, person.c.email).select_from(most.outerjoin(person, is_who))
    rows = await all_of(tx, query.order_by(most.c.findings.desc(), most.c.workspace_id, most.c.owner_id))
    return [Sum(row.owner_id, int(row.findings), row.workspace_id, row.email) for row in rows]


async def by_conversation(
    tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None, limit: int
) -> list[Sum]:
    """All findings of the conversations whose last message was written on these days."""
    columns = conversation.c
    query = (
        select(columns.conversation_id, columns.workspace_id, columns.finding_count)
        .where(*_of_conversations(wanted, of))
        .order_by(columns.finding_count.desc(), columns.workspace_id, columns.conversation_id)
        .limit(limit)
    )
    return [Sum(row.conversation_id, row.finding_count, row.workspace_id) for row in await all_of(tx, query)]


async def total_of_conversations(tx: AsyncConnection, wanted: SummaryFilter, of: Sequence[str] | None) -> int:
    query = select(func.coalesce(func.sum(conversation.c.finding_count), 0))
    return int((await tx.execute(query.where(*_of_conversations(wanted, of)))).scalar_one())


SUMMING = {
    By.ENTITY: (by_entity, total),
    By.PERSON: (by_person, total),
    By.DAY: (by_day, total),
    By.CONVERSATION: (by_conversation, total_of_conversations),
}


def _of_days(wanted: SummaryFilter, of: Sequence[str] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[Any]] = [finding_day.c.day.between(wanted.first_day, wanted.last_day)]
    if wanted.workspace_id is not None:
        conditions.append(finding_day.c.workspace_id == wanted.workspace_id)
    if wanted.entity is not None:
        conditions.append(finding_day.c.entity == wanted.entity)
    if of is not None:
        conditions.append(owned_by(finding_day.c.owner_id, of))
    return conditions


def _of_conversations(wanted: SummaryFilter, of: Sequence[str] | None) -> list[ColumnElement[bool]]:
    at = conversation.c.last_message_at
    first = datetime.combine(wanted.first_day, time.min, UTC)
    last = datetime.combine(wanted.last_day, time.max, UTC)
    conditions = [conversation.c.finding_count > _NONE, at.between(first, last)]
    if wanted.workspace_id is not None:
        conditions.append(conversation.c.workspace_id == wanted.workspace_id)
    if of is not None:
        conditions.append(owned_by(conversation.c.owner_id, of))
    return conditions
