"""What do findings add up to? Entities, people and days from the sums of each day; conversations from their own count.

Each is one pass: the sum over all the sums comes along with every line.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Double,
    Label,
    Select,
    String,
    Table,
    and_,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import all_of, ids_of, owned_by
from watchgate.catalog.tables import conversation, person
from watchgate.findings.model import By, Sum, Summary, SummaryFilter
from watchgate.findings.tables import finding_day, finding_entity_day

_NONE: ColumnElement[int] = literal_column("0")  # so that the planner knows the index of those with findings


async def summary(tx: AsyncConnection, by: By, wanted: SummaryFilter, limit: int) -> Summary:
    """The *limit* largest sums; of days, the newest."""
    owners = None if wanted.person is None else await ids_of(tx, wanted.workspace_id, wanted.person)
    if owners is not None and not owners:
        return Summary(by, 0, ())
    rows = await all_of(tx, _QUERIES[by](wanted, owners, limit))
    total = int(rows[0].total) if rows else 0
    return Summary(by, total, tuple(Sum(**_sum(row._asdict())) for row in rows))


def _sum(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: int(value) if name == "findings" else value for name, value in values.items() if name != "total"
    }


def _by_entity(wanted: SummaryFilter, owners: Sequence[str] | None, limit: int) -> Select[Any]:
    days = _days(owners)
    count = _count_of(days)
    query = select(days.c.entity.label("key"), count.label("findings"), _total_of(count))
    query = query.where(*_of_days(days, wanted, owners)).group_by(days.c.entity)
    return query.order_by(count.desc(), days.c.entity).limit(limit)


def _by_day(wanted: SummaryFilter, owners: Sequence[str] | None, limit: int) -> Select[Any]:
    days = _days(owners)
    count = _count_of(days)
    query = select(cast(days.c.day, String).label("key"), count.label("findings"), _total_of(count))
    query = query.where(*_of_days(days, wanted, owners)).group_by(days.c.day)
    return query.order_by(days.c.day.desc()).limit(limit)


def _days(owners: Sequence[str] | None) -> Table:
    """The smaller sums, when it does not matter whose findings they are."""
    return finding_entity_day if owners is None else finding_day


def _by_person(wanted: SummaryFilter, owners: Sequence[str] | None, limit: int) -> Select[Any]:
    """Findings that belong to nobody have the key ``""``."""
    who = (finding_day.c.workspace_id, finding_day.c.owner_id)
    count = _count_of(finding_day)
    query = select(*who, count.label("findings"), _total_of(count))
    query = query.where(*_of_days(finding_day, wanted, owners)).group_by(*who)
    most = query.order_by(count.desc(), *who).limit(limit).subquery()
    named = most.outerjoin(
        person, and_(person.c.workspace_id == most.c.workspace_id, person.c.user_id == most.c.owner_id)
    )
    columns = (
        most.c.owner_id.label("key"),
        most.c.findings,
        most.c.total,
        most.c.workspace_id,
        person.c.email,
    )
    return (
        select(*columns)
        .select_from(named)
        .order_by(most.c.findings.desc(), most.c.workspace_id, most.c.owner_id)
    )


def _by_conversation(wanted: SummaryFilter, owners: Sequence[str] | None, limit: int) -> Select[Any]:
    """All findings of the conversations whose last message was written on these days."""
    columns = conversation.c
    query = select(
        columns.conversation_id.label("key"),
        columns.finding_count.label("findings"),
        func.sum(columns.finding_count).over().label("total"),
        columns.workspace_id,
    )
    order = (columns.finding_count.desc(), columns.workspace_id, columns.conversation_id)
    return query.where(*_of_conversations(wanted, owners)).order_by(*order).limit(limit)


_QUERIES = {
    By.ENTITY: _by_entity,
    By.PERSON: _by_person,
    By.DAY: _by_day,
    By.CONVERSATION: _by_conversation,
}


def _count_of(days: Table) -> ColumnElement[float]:
    return func.sum(cast(days.c.findings, Double))  # PostgreSQL adds bigints up as decimals, slowly


def _total_of(count: ColumnElement[float]) -> Label[Any]:
    return func.sum(count).over().label("total")


def _of_days(days: Table, wanted: SummaryFilter, owners: Sequence[str] | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[Any]] = [days.c.day.between(wanted.first_day, wanted.last_day)]
    if wanted.workspace_id is not None:
        conditions.append(days.c.workspace_id == wanted.workspace_id)
    if wanted.within is not None:
        conditions.append(days.c.workspace_id.in_(wanted.within))
    if wanted.entity is not None:
        conditions.append(days.c.entity == wanted.entity)
    if owners is not None:
        conditions.append(owned_by(finding_day.c.owner_id, owners))
    return conditions


def _of_conversations(wanted: SummaryFilter, owners: Sequence[str] | None) -> list[ColumnElement[bool]]:
    at = conversation.c.last_message_at
    first = datetime.combine(wanted.first_day, time.min, UTC)
    last = datetime.combine(wanted.last_day, time.max, UTC)
    conditions = [conversation.c.finding_count > _NONE, at.between(first, last)]
    if wanted.workspace_id is not None:
        conditions.append(conversation.c.workspace_id == wanted.workspace_id)
    if wanted.within is not None:
        conditions.append(conversation.c.workspace_id.in_(wanted.within))
    if owners is not None:
        conditions.append(owned_by(conversation.c.owner_id, owners))
    return conditions
