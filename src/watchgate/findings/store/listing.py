"""Which findings are there, the newest first?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.newest import After, Newest
from watchgate.catalog.store.people import all_of, ids_of, owned_by, with_owner_email
from watchgate.findings.model import AssetKind, Finding, FindingFilter
from watchgate.findings.tables import finding

NEWEST = Newest(finding, "asset_at", "id")


async def page(
    tx: AsyncConnection, wanted: FindingFilter, after: After | None, limit: int
) -> Sequence[Finding]:
    """Up to *limit* findings that were *wanted*, from the first after *after*."""
    conditions = _conditions(wanted)
    if wanted.person is not None:
        owners = await ids_of(tx, wanted.workspace_id, wanted.person)
        if not owners:
            return []
        conditions.append(owned_by(finding.c.owner_id, owners))
    found = NEWEST.page(wanted.workspace_id, conditions, after, limit, wanted.within).subquery()
    rows = await all_of(tx, with_owner_email(found).order_by(*NEWEST.in_order(found)))
    return [_finding(row) for row in rows]


async def one(tx: AsyncConnection, workspace_id: UUID, finding_id: str) -> Finding | None:
    """The finding with this id."""
    found = (
        select(finding)
        .where(finding.c.workspace_id == workspace_id, finding.c.id == finding_id)
        .order_by(finding.c.asset_at.desc())  # a title's finding keeps its id when the title comes again
        .limit(1)
        .subquery()
    )
    rows = await all_of(tx, with_owner_email(found))
    return _finding(rows[0]) if rows else None


def _conditions(wanted: FindingFilter) -> list[ColumnElement[bool]]:
    conditions = NEWEST.within(wanted.since, wanted.until)
    if wanted.entity is not None:
        conditions.append(finding.c.entity == wanted.entity)
    if wanted.conversation_id is not None:
        conditions.append(finding.c.conversation_id == wanted.conversation_id)
    if wanted.asset_kind is not None:
        # written out, so that the planner knows the index of the rare kinds
        conditions.append(finding.c.asset_kind == literal(wanted.asset_kind.value, literal_execute=True))
    if wanted.min_score is not None:
        conditions.append(finding.c.score >= round(1000 * wanted.min_score))
    return conditions


def _finding(row: Row[Any]) -> Finding:
    values = row._asdict()
    return Finding(
        **{
            **values,
            "asset_kind": AssetKind(row.asset_kind),
            "score": row.score / 1000,
            "fingerprint": bytes(row.fingerprint),
        }
    )
