"""How are records written and found?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records.model import Record, RecordType, Scan
from watchgate.hub.records.tables import hub_record as table

_SHOWN = [column for column in table.c if column.name != "body_sealed"]


@dataclass(frozen=True, slots=True)
class RecordFilter:
    """Which records; what is None does not matter. `within`: the workspaces that the caller may see."""

    skill_id: str | None = None
    version: str | None = None
    type: RecordType | None = None
    conversation_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_marked: bool | None = None
    within: frozenset[UUID] | None = None


async def insert_record(tx: AsyncConnection, record: Record, body_sealed: bytes) -> bool:
    """False when its client key is taken."""
    new = insert(table).values(body_sealed=body_sealed, **_values(record))
    return (await tx.execute(new.on_conflict_do_nothing().returning(table.c.id))).one_or_none() is not None


async def by_client_key(
    tx: AsyncConnection, skill_id: str, client_key: str
) -> tuple[Record, bytes | None] | None:
    """The record and its sealed body."""
    query = select(table).where(table.c.skill_id == skill_id, table.c.client_key == client_key)
    return _whole((await tx.execute(query)).one_or_none())


async def by_id(
    tx: AsyncConnection, record_id: str, within: frozenset[UUID] | None
) -> tuple[Record, bytes | None] | None:
    """The record and its sealed body, if the caller may see it."""
    query = _seen(select(table).where(table.c.id == record_id), within)
    return _whole((await tx.execute(query)).one_or_none())


async def page(tx: AsyncConnection, wanted: RecordFilter, limit: int, after: str | None) -> Sequence[Record]:
    """Newest first."""
    query = _seen(select(*_SHOWN), wanted.within).order_by(table.c.id.desc()).limit(limit)
    for column in ("skill_id", "version", "type", "conversation_id", "is_marked"):
        value = getattr(wanted, column)
        if value is not None:
            query = query.where(table.c[column] == value)
    if wanted.since is not None:
        query = query.where(table.c.received_at >= wanted.since)
    if wanted.until is not None:
        query = query.where(table.c.received_at < wanted.until)
    if after is not None:
        query = query.where(table.c.id < after)
    return [record_of(row) for row in await tx.execute(query)]


def _seen(query: Select[Any], within: frozenset[UUID] | None) -> Select[Any]:
    """What belongs to no workspace is for those who see all of them."""
    return query if within is None else query.where(table.c.workspace_id.in_(within))


def _values(record: Record) -> dict[str, Any]:
    plain = {name: getattr(record, name) for name in Record.__dataclass_fields__}
    return {**plain, "type": record.type.value, "scan": record.scan.value}


def _whole(row: Row[Any] | None) -> tuple[Record, bytes | None] | None:
    if row is None:
        return None
    sealed = row.body_sealed
    return record_of(row), bytes(sealed) if sealed is not None else None


def record_of(row: Row[Any]) -> Record:
    """A row of the table as a record."""
    found = row._asdict()
    found.pop("body_sealed", None)
    return Record(**{**found, "type": RecordType(found["type"]), "scan": Scan(found["scan"])})
