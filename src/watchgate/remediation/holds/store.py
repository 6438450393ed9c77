"""How are holds written and found?"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.content import Content
from watchgate.remediation.holds.model import Hold, On, Subject, context
from watchgate.remediation.holds.tables import legal_hold as table
from watchgate.storage.sealing import DataKeyErased, Keyring, WorkspaceSealer

_LOCK = "holds of {}"


async def place_lock(tx: AsyncConnection, workspace_id: UUID) -> None:
    """Whoever asks what is held waits until this transaction ends; and this one for those who have asked."""
    await tx.execute(select(func.pg_advisory_xact_lock(_key(workspace_id))))


async def ask_lock(tx: AsyncConnection, workspace_id: UUID) -> None:
    """Until this transaction ends nobody places or releases a hold in the workspace."""
    await tx.execute(select(func.pg_advisory_xact_lock_shared(_key(workspace_id))))


async def insert_hold(tx: AsyncConnection, hold: Hold, sealer: WorkspaceSealer) -> None:
    assert hold.subject is not None
    assert hold.reason is not None
    values = {
        "id": hold.id,
        "workspace_id": hold.workspace_id,
        "kind": hold.on.value,
        "subject_sealed": _sealed(sealer, hold.id, "subject", _said(hold.subject)),
        "reason_sealed": _sealed(sealer, hold.id, "reason", hold.reason.reveal()),
        "case_sealed": _sealed(sealer, hold.id, "case", hold.case.reveal()) if hold.case else None,
        "placed_at": hold.placed_at,
        "placed_by": hold.placed_by,
        "placed_by_name": hold.placed_by_name,
    }
    await tx.execute(table.insert().values(values))


async def release(
    tx: AsyncConnection, hold: Hold, sealer: WorkspaceSealer, reason: Content, by_name: str, now: datetime
) -> None:
    """The caller holds its lock."""
    sealed = _sealed(sealer, hold.id, "release", reason.reveal())
    changed = update(table).where(table.c.id == hold.id)
    await tx.execute(changed.values(released_at=now, released_by_name=by_name, release_sealed=sealed))


async def by_id(
    tx: AsyncConnection, keyring: Keyring, hold_id: str, *, to_change: bool = False
) -> Hold | None:
    query = select(table).where(table.c.id == hold_id)
    row = (await tx.execute(query.with_for_update() if to_change else query)).one_or_none()
    return await _hold(tx, keyring, row) if row else None


async def page(
    tx: AsyncConnection,
    keyring: Keyring,
    *,
    workspaces: Collection[UUID] | None,
    workspace_id: UUID | None,
    in_force: bool | None,
    after: str | None,
    limit: int,
) -> Sequence[Hold]:
    """Up to *limit* holds, the oldest first (ids are time-ordered)."""
    query = select(table).order_by(table.c.id).limit(limit)
    if workspaces is not None:
        query = query.where(table.c.workspace_id.in_(list(workspaces)))
    if workspace_id is not None:
        query = query.where(table.c.workspace_id == workspace_id)
    if in_force is not None:
        query = query.where(table.c.released_at.is_(None) if in_force else table.c.released_at.is_not(None))
    if after is not None:
        query = query.where(table.c.id > after)
    return [await _hold(tx, keyring, row) for row in (await tx.execute(query)).all()]


async def in_force(tx: AsyncConnection, keyring: Keyring, workspace_id: UUID) -> Sequence[Hold]:
    """All of a workspace, the oldest first."""
    query = select(table).where(table.c.workspace_id == workspace_id, table.c.released_at.is_(None))
    rows = (await tx.execute(query.order_by(table.c.id))).all()
    return [await _hold(tx, keyring, row) for row in rows]


async def workspaces_under_hold(tx: AsyncConnection) -> Sequence[UUID]:
    query = select(table.c.workspace_id).where(table.c.released_at.is_(None)).distinct()
    return (await tx.execute(query)).scalars().all()


def _key(workspace_id: UUID) -> Any:  # noqa: ANN401 -- an SQL expression
    return func.hashtextextended(_LOCK.format(workspace_id), 0)


def _said(subject: Subject) -> str:
    named = subject.named.reveal() if subject.named else None
    return msgspec.json.encode({"named": named, "query": subject.query}).decode()


def _sealed(sealer: WorkspaceSealer, hold_id: str, what: str, text: str) -> bytes:
    return sealer.seal(text.encode(), context=context(hold_id, what))


async def _hold(tx: AsyncConnection, keyring: Keyring, row: Row[Any]) -> Hold:
    try:
        sealer = await keyring.existing(tx, row.workspace_id)
    except DataKeyErased:
        sealer = None

    def opened(sealed: bytes | None, what: str) -> str | None:
        if sealed is None or sealer is None:
            return None
        return sealer.open(bytes(sealed), context=context(row.id, what)).decode()

    subject, reason = opened(row.subject_sealed, "subject"), opened(row.reason_sealed, "reason")
    case, release_reason = opened(row.case_sealed, "case"), opened(row.release_sealed, "release")
    return Hold(
        row.id,
        row.workspace_id,
        On(row.kind),
        _subject(On(row.kind), subject) if subject is not None else None,
        Content(reason) if reason is not None else None,
        Content(case) if case is not None else None,
        row.placed_at,
        row.placed_by,
        row.placed_by_name,
        row.released_at,
        row.released_by_name,
        Content(release_reason) if release_reason is not None else None,
    )


def _subject(on: On, said: str) -> Subject:
    found = msgspec.json.decode(said)
    named = found["named"]
    return Subject(on, Content(named) if named is not None else None, found["query"])
