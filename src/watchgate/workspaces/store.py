"""How are workspaces and their sealed keys written and found?"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.workspaces.model import Credential, KeyKind, Workspace, WorkspaceState
from watchgate.workspaces.report import ConnectionReport
from watchgate.workspaces.tables import credential, workspace

_KNOWN_OF_A_KEY = [column for column in credential.columns if column.name != "sealed"]


async def add(tx: AsyncConnection, new: Workspace) -> None:
    await tx.execute(
        workspace.insert().values(
            id=new.id,
            name=new.name,
            organization_id=new.organization_id,
            state=new.state.value,
            created_at=new.created_at,
            updated_at=new.updated_at,
        )
    )


async def put_key(
    tx: AsyncConnection, workspace_id: UUID, kind: KeyKind, sealed: bytes, last_four: str, now: datetime
) -> bool:
    """Store a sealed key in the place of the one before, whose test results go with it. Was there one?"""
    new = insert(credential).values(
        workspace_id=workspace_id, kind=kind.value, sealed=sealed, last_four=last_four, created_at=now
    )
    replace = new.on_conflict_do_update(
        index_elements=[credential.c.workspace_id, credential.c.kind],
        set_={"sealed": sealed, "last_four": last_four, "rotated_at": now, "probe": None, "probed_at": None},
    )
    rotated_at = (await tx.execute(replace.returning(credential.c.rotated_at))).scalar_one()
    return rotated_at is not None


async def sealed_keys(tx: AsyncConnection, workspace_id: UUID) -> Mapping[KeyKind, bytes]:
    rows = await tx.execute(
        select(credential.c.kind, credential.c.sealed).where(credential.c.workspace_id == workspace_id)
    )
    return {KeyKind(kind): sealed for kind, sealed in rows}


async def put_probe(
    tx: AsyncConnection, workspace_id: UUID, kind: KeyKind, last_four: str, report: ConnectionReport
) -> None:
    """Keep a report with the key that was tested, unless another took its place meanwhile."""
    await tx.execute(
        update(credential)
        .where(
            credential.c.workspace_id == workspace_id,
            credential.c.kind == kind.value,
            credential.c.last_four == last_four,
        )
        .values(probe=report.as_json(), probed_at=report.tested_at)
    )


async def change(tx: AsyncConnection, workspace_id: UUID, now: datetime, values: Mapping[str, str]) -> None:
    await tx.execute(update(workspace).where(workspace.c.id == workspace_id).values(**values, updated_at=now))


async def lock(tx: AsyncConnection, workspace_id: UUID) -> Workspace | None:
    """The workspace; others who want to change it wait until this transaction ends."""
    return await _one(tx, select(workspace).where(workspace.c.id == workspace_id).with_for_update())


async def by_id(tx: AsyncConnection, workspace_id: UUID) -> Workspace | None:
    return await _one(tx, select(workspace).where(workspace.c.id == workspace_id))


async def by_name(tx: AsyncConnection, name: str) -> Workspace | None:
    return await _one(tx, select(workspace).where(workspace.c.name == name))


async def page(
    tx: AsyncConnection, limit: int, after_name: str | None, within: Collection[UUID] | None = None
) -> Sequence[Workspace]:
    """By name, from the first after *after_name*; only those *within*, unless that is None."""
    query = select(workspace).order_by(workspace.c.name.collate("C")).limit(limit)
    if after_name is not None:
        query = query.where(workspace.c.name.collate("C") > after_name)
    if within is not None:
        query = query.where(workspace.c.id.in_(within))
    rows = (await tx.execute(query)).all()
    known = await _credentials(tx, [row.id for row in rows])
    return [_workspace(row, known.get(row.id, ())) for row in rows]


async def delete_keys(tx: AsyncConnection, workspace_id: UUID) -> None:
    await tx.execute(delete(credential).where(credential.c.workspace_id == workspace_id))


async def delete_workspace(tx: AsyncConnection, workspace_id: UUID) -> None:
    await tx.execute(delete(workspace).where(workspace.c.id == workspace_id))


async def hold_names(tx: AsyncConnection) -> None:
    """Others who enrol or rename wait until this transaction ends: whether a name is free stays true."""
    await tx.execute(select(func.pg_advisory_xact_lock(_NAMES_LOCK)))


_NAMES_LOCK = 0x7761_7463_6802


async def _one(tx: AsyncConnection, query: Select[Any]) -> Workspace | None:
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    return _workspace(row, (await _credentials(tx, [row.id])).get(row.id, ()))


async def _credentials(tx: AsyncConnection, ids: Iterable[UUID]) -> Mapping[UUID, tuple[Credential, ...]]:
    rows = await tx.execute(
        select(*_KNOWN_OF_A_KEY)
        .where(credential.c.workspace_id.in_(list(ids)))
        .order_by(credential.c.kind.desc())  # compliance before admin
    )
    found: dict[UUID, tuple[Credential, ...]] = {}
    for row in rows:
        values = row._asdict()
        owner = values.pop("workspace_id")
        found[owner] = (*found.get(owner, ()), Credential(**{**values, "kind": KeyKind(values["kind"])}))
    return found


def _workspace(row: Row[Any], credentials: tuple[Credential, ...]) -> Workspace:
    values = row._asdict()
    return Workspace(**{**values, "state": WorkspaceState(values["state"])}, credentials=credentials)
