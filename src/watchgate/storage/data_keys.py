"""How are wrapped data keys written, found and wrapped anew?"""

import asyncio
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete as delete_from
from sqlalchemy import select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.storage.key_encryption import KeyEncryption, Wrapped
from watchgate.storage.tables import data_key


async def find(tx: AsyncConnection, kek: KeyEncryption, workspace_id: UUID) -> bytes | None:
    """The data key, unwrapped. Raises UserError when it cannot be."""
    query = select(data_key.c.kek_id, data_key.c.wrapped).where(data_key.c.workspace_id == workspace_id)
    row = (await tx.execute(query)).one_or_none()
    if row is None:
        return None
    wrapped = Wrapped(row.kek_id, bytes(row.wrapped))
    return await asyncio.to_thread(kek.unwrap, wrapped, context=_context(workspace_id))


async def make(
    tx: AsyncConnection, kek: KeyEncryption, workspace_id: UUID, key: bytes, now: datetime
) -> None:
    """Store a new data key, unless another process was quicker. A rotation is waited for, so the KEK is the current one."""
    await tx.execute(text("LOCK TABLE data_key IN ROW EXCLUSIVE MODE"))
    new = await asyncio.to_thread(kek.wrap, key, context=_context(workspace_id))
    row = insert(data_key).values(
        workspace_id=workspace_id, wrapped=new.wrapped, kek_id=new.kek_id, created_at=now
    )
    await tx.execute(row.on_conflict_do_nothing())


async def delete(tx: AsyncConnection, workspace_id: UUID) -> None:
    await tx.execute(delete_from(data_key).where(data_key.c.workspace_id == workspace_id))


async def rewrap(tx: AsyncConnection, old: KeyEncryption, new: KeyEncryption) -> int:
    """Wrap every data key that *new* has not wrapped. Nobody else writes one until the transaction ends."""
    await tx.execute(text("LOCK TABLE data_key IN SHARE ROW EXCLUSIVE MODE"))
    others = select(data_key).where(data_key.c.kek_id != new.key_id)
    rows = (await tx.execute(others)).all()
    for row in rows:
        context = _context(row.workspace_id)
        key = await asyncio.to_thread(old.unwrap, Wrapped(row.kek_id, bytes(row.wrapped)), context=context)
        again = await asyncio.to_thread(new.wrap, key, context=context)
        this = data_key.c.workspace_id == row.workspace_id
        await tx.execute(update(data_key).where(this).values(wrapped=again.wrapped, kek_id=again.kek_id))
    return len(rows)


def _context(workspace_id: UUID) -> bytes:
    return b"watchgate data key\0" + workspace_id.bytes
