"""What have we of an uploaded file: its name and its text; and how do they go?

A text is kept once for all files of the same bytes. It goes with the last of them; masked, a file gets a text of its own.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.masking import masked_afresh
from watchgate.catalog.tables import file, file_text
from watchgate.remediation.own_copy import findings
from watchgate.storage.sealing import WorkspaceSealer

_NOT_READ = dict.fromkeys(("state_note", "scan_note"), "redacted before it was read")


async def known(tx: AsyncConnection, workspace_id: UUID, file_id: str) -> int:
    """1 when it is in the catalogue."""
    query = select(func.count()).where(file.c.workspace_id == workspace_id, file.c.file_id == file_id)
    return (await tx.execute(query)).scalar_one()


async def remove(tx: AsyncConnection, workspace_id: UUID, file_id: str) -> Mapping[str, int]:
    """Name, text (unless another file has the same) and findings."""
    gone = (
        delete(file)
        .where(file.c.workspace_id == workspace_id, file.c.file_id == file_id)
        .returning(file.c.sha256)
    )
    row = (await tx.execute(gone)).one_or_none()
    texts = await _drop_text(tx, workspace_id, row.sha256) if row else 0
    return {
        "files": int(row is not None),
        "texts": texts,
        "findings": await findings.of_file(tx, workspace_id, file_id),
    }


async def mask(
    tx: AsyncConnection, workspace_id: UUID, file_id: str, sealer: WorkspaceSealer, now: datetime
) -> Mapping[str, int]:
    """Name and text, with what was found in them masked for good."""
    query = (
        select(file).where(file.c.workspace_id == workspace_id, file.c.file_id == file_id).with_for_update()
    )
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return {}
    name_context = b"file:" + file_id.encode()
    name = sealer.open(bytes(row.name_sealed), context=name_context).decode(errors="replace")
    sealed_name = sealer.seal(masked_afresh(name).reveal().encode(), context=name_context)
    own = f"masked:{file_id}"
    texts = await _mask_text(tx, workspace_id, row, own, sealer, now)
    changed = {"name_sealed": sealed_name, "finding_count": 0, **({"sha256": own} if texts else {})}
    if row.state == "pending":
        changed |= {"state": "unavailable", "scan_state": "not_scanned", "settled_at": now} | _NOT_READ
    await tx.execute(
        update(file).where(file.c.workspace_id == workspace_id, file.c.file_id == file_id).values(changed)
    )
    if texts and row.sha256 != own:
        await _drop_text(tx, workspace_id, row.sha256)
    return {"files": 1, "texts": texts, "findings": await findings.of_file(tx, workspace_id, file_id)}


async def _mask_text(
    tx: AsyncConnection,
    workspace_id: UUID,
    row: Row[Any],
    own: str,
    sealer: WorkspaceSealer,
    now: datetime,
) -> int:
    query = select(file_text).where(
        file_text.c.workspace_id == workspace_id, file_text.c.sha256 == (row.sha256 or "")
    )
    found = (await tx.execute(query)).one_or_none()
    if found is None:
        return 0
    sealed = None
    if (
        found.sealed is not None and row.scan_state == "scanned"
    ):  # what was never looked at cannot be masked: it goes
        opened = sealer.open(bytes(found.sealed), context=b"text:" + found.sha256.encode())
        masked = await asyncio.to_thread(masked_afresh, opened.decode(errors="replace"))
        sealed = sealer.seal(masked.reveal().encode(), context=b"text:" + own.encode())
    new = insert(file_text).values(
        workspace_id=workspace_id,
        sha256=own,
        sealed=sealed,
        size_chars=found.size_chars,
        note="masked",
        created_at=now,
    )
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[file_text.c.workspace_id, file_text.c.sha256], set_={"sealed": sealed}
        )
    )
    return 1


async def _drop_text(tx: AsyncConnection, workspace_id: UUID, sha256: str | None) -> int:
    """Unless another file still has it."""
    if sha256 is None:
        return 0
    is_needed = exists().where(file.c.workspace_id == workspace_id, file.c.sha256 == sha256)
    gone = delete(file_text).where(
        file_text.c.workspace_id == workspace_id, file_text.c.sha256 == sha256, ~is_needed
    )
    return (await tx.execute(gone)).rowcount
