"""What have we of a message: the texts of all its versions; and how are they masked for good?"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.redaction import masked_parts
from watchgate.catalog.tables import message
from watchgate.findings.spans import spans_of
from watchgate.remediation.own_copy import findings
from watchgate.storage.sealing import WorkspaceSealer

_AT_ONCE = 200


async def counted(tx: AsyncConnection, workspace_id: UUID, *conditions: Any) -> int:  # noqa: ANN401 -- SQL conditions
    """How many versions there are."""
    query = (
        select(func.count()).select_from(message).where(message.c.workspace_id == workspace_id, *conditions)
    )
    return (await tx.execute(query)).scalar_one()


async def mask_message(
    tx: AsyncConnection, workspace_id: UUID, message_id: str, sealer: WorkspaceSealer
) -> Mapping[str, int]:
    """All versions of one message."""
    rows = await _rows(tx, workspace_id, message.c.message_id == message_id)
    await _mask(tx, workspace_id, rows, sealer)
    gone = 0
    for conversation_id in {row.conversation_id for row in rows}:
        gone += await findings.of_message(tx, workspace_id, message_id, conversation_id)
    return {"messages": len(rows), "findings": gone}


async def mask_all(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, sealer: WorkspaceSealer
) -> int:
    """All versions of all messages of a conversation; how many. Their findings are left to the caller."""
    done, after = 0, ""
    while True:
        more = (message.c.conversation_id == conversation_id, message.c.event_id > after)
        rows = await _rows(tx, workspace_id, *more, limit=_AT_ONCE)
        await _mask(tx, workspace_id, rows, sealer)
        done += len(rows)
        if len(rows) < _AT_ONCE:
            return done
        after = rows[-1].event_id


async def _rows(
    tx: AsyncConnection,
    workspace_id: UUID,
    *conditions: Any,  # noqa: ANN401 -- SQL conditions
    limit: int | None = None,
) -> Sequence[Row[Any]]:
    query = select(message).where(message.c.workspace_id == workspace_id, *conditions)
    return (await tx.execute(query.order_by(message.c.event_id).limit(limit))).all()


async def _mask(
    tx: AsyncConnection, workspace_id: UUID, rows: Sequence[Row[Any]], sealer: WorkspaceSealer
) -> None:
    for row in rows:
        key = (row.message_id, row.occurred_at)
        spans = await spans_of(tx, workspace_id, row.conversation_id, {key})
        sealed = None
        if (
            row.sealed is not None and row.scan_state == "scanned"
        ):  # what was never looked at cannot be masked: it goes
            context = b"message:" + row.message_id.encode()
            opened = sealer.open(bytes(row.sealed), context=context)
            parts = await asyncio.to_thread(masked_parts, opened, spans.get(key, ()))
            sealed = sealer.seal(msgspec.json.encode(parts), context=context)
        await tx.execute(
            update(message)
            .where(
                message.c.workspace_id == workspace_id,
                message.c.message_id == row.message_id,
                message.c.occurred_at == row.occurred_at,
                message.c.event_id == row.event_id,
            )
            .values(sealed=sealed, finding_count=0)
        )
