"""What was found in each object?"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, cast, func, literal, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.findings.model import AssetKind
from watchgate.findings.tables import finding
from watchgate.kernel.canonical_json import Json
from watchgate.remediation.model import Kind, Target

MOST_NAMED = 20
"""So many findings of each entity are named for each object; all are counted."""
_C = finding.c


async def found_in(
    tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]
) -> Mapping[Target, Mapping[str, Json]]:
    """Object → `total`, `by_entity`, and `ids` of the surest, for those in which something was found."""
    found: dict[Target, dict[str, Json]] = {}
    for kind, (asset_kind, key) in _KEYS.items():
        by_key = {target.id: target for target in targets if target.kind is kind}
        if not by_key:
            continue
        conditions = [_C.workspace_id == workspace_id, key.in_(list(by_key))]
        if asset_kind is not None:
            conditions.append(_C.asset_kind == asset_kind.value)
        if kind is Kind.MESSAGE:
            parents = {target.parent_id for target in by_key.values()}
            conditions.append(_C.conversation_id.in_(list(parents)))  # the index it is entered at
        for object_id, entity, count, ids in await tx.execute(_query(key, conditions)):
            _add(found.setdefault(by_key[object_id], {}), entity, count, ids)
    return found


def _query(key: ColumnElement[Any], conditions: Iterable[ColumnElement[bool]]) -> Any:  # noqa: ANN401 -- SQLAlchemy's select of four columns
    surest = func.array_agg(aggregate_order_by(_C.id, _C.score.desc(), _C.id))
    return (
        select(key, _C.entity, func.count(), func.trim_array(surest, _too_many()))
        .where(*conditions)
        .group_by(key, _C.entity)
        .order_by(key, _C.entity)
    )


def _too_many() -> ColumnElement[int]:
    return func.greatest(cast(func.count(), Integer) - MOST_NAMED, literal(0))


def _add(sums: dict[str, Json], entity: str, count: int, ids: Sequence[str]) -> None:
    total, by_entity, named = sums.get("total", 0), sums.get("by_entity", {}), sums.get("ids", [])
    assert isinstance(total, int)
    assert isinstance(by_entity, dict)
    assert isinstance(named, list)
    sums |= {"total": total + count, "by_entity": {**by_entity, entity: count}, "ids": [*named, *ids]}


_KEYS: Mapping[Kind, tuple[AssetKind | None, ColumnElement[Any]]] = {
    Kind.CONVERSATION: (None, _C.conversation_id),
    Kind.MESSAGE: (AssetKind.MESSAGE, _C.asset_id),
    Kind.FILE: (AssetKind.FILE, _C.asset_id),
}
"""A conversation's findings are those of its messages, its title and its files."""
