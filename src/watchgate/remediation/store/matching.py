"""In which objects do the findings of a query stand?"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.store.people import ids_of, owned_by
from watchgate.findings.model import AssetKind, FindingFilter
from watchgate.findings.tables import finding
from watchgate.remediation.model import Action, Kind, Target

Unless = Callable[[Kind, ColumnElement[Any]], ColumnElement[bool]]
"""Which findings to leave out, by the kind and id of the object that they stand in."""
_C = finding.c


async def matching(
    tx: AsyncConnection,
    workspace_id: UUID,
    action: Action,
    wanted: FindingFilter,
    limit: int,
    unless: Unless | None = None,
) -> tuple[list[Target], int]:
    """Up to *limit* objects by id, and how many findings stand in none that can be acted on.

    To delete: conversations and files. To redact: messages, files, and conversations for what stands in their titles.
    """
    conditions = await conditions_of(tx, workspace_id, wanted)
    if conditions is None:
        return [], 0
    found: list[Target] = []
    for kind in (AssetKind.TITLE, AssetKind.MESSAGE, AssetKind.FILE):
        object_id, parent = _object(kind, action)
        query = (
            select(object_id, parent)
            .where(*conditions, _C.asset_kind == kind.value, object_id.is_not(None))
            .distinct()
            .order_by(object_id)
            .limit(limit)
        )
        target_kind = _KINDS[kind, action]
        if unless is not None:
            query = query.where(~unless(target_kind, object_id))
        for one, above in await tx.execute(query):
            found.append(Target(target_kind, one, None, above if target_kind is Kind.MESSAGE else None))
    events = select(func.count()).where(*conditions, _C.asset_kind == AssetKind.EVENT.value)
    return list(dict.fromkeys(found))[:limit], (await tx.execute(events)).scalar_one()


def _object(kind: AssetKind, action: Action) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    if kind is AssetKind.MESSAGE and action is Action.DELETE:
        return _C.conversation_id, _C.conversation_id
    return _C.asset_id, _C.conversation_id


async def conditions_of(
    tx: AsyncConnection, workspace_id: UUID, wanted: FindingFilter
) -> list[ColumnElement[bool]] | None:
    """What a finding has to be; None when nobody is the person that is wanted."""
    conditions: list[ColumnElement[bool]] = [_C.workspace_id == workspace_id]
    if wanted.person is not None:
        owners = await ids_of(tx, workspace_id, wanted.person)
        if not owners:
            return None
        conditions.append(owned_by(_C.owner_id, owners))
    if wanted.entity is not None:
        conditions.append(_C.entity == wanted.entity)
    if wanted.asset_kind is not None:
        conditions.append(_C.asset_kind == wanted.asset_kind.value)
    if wanted.conversation_id is not None:
        conditions.append(_C.conversation_id == wanted.conversation_id)
    if wanted.min_score is not None:
        conditions.append(_C.score >= round(1000 * wanted.min_score))
    if wanted.since is not None:
        conditions.append(_C.asset_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(_C.asset_at < wanted.until)
    return conditions


_KINDS = {
    (AssetKind.TITLE, Action.DELETE): Kind.CONVERSATION,
    (AssetKind.MESSAGE, Action.DELETE): Kind.CONVERSATION,
    (AssetKind.FILE, Action.DELETE): Kind.FILE,
    (AssetKind.TITLE, Action.REDACT): Kind.CONVERSATION,
    (AssetKind.MESSAGE, Action.REDACT): Kind.MESSAGE,
    (AssetKind.FILE, Action.REDACT): Kind.FILE,
}
