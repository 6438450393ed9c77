"""What have we of a conversation: its title, its messages, the files in it; and how do they go, or how are they masked?"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.masking import masked_afresh
from watchgate.catalog.tables import conversation, file, message
from watchgate.remediation.own_copy import files, findings, messages
from watchgate.storage.sealing import WorkspaceSealer


async def counts(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> Mapping[str, int]:
    """Versions of messages, and files."""
    in_it = select(func.count()).where(
        file.c.workspace_id == workspace_id, file.c.conversation_id == conversation_id
    )
    return {
        "messages": await messages.counted(tx, workspace_id, message.c.conversation_id == conversation_id),
        "files": (await tx.execute(in_it)).scalar_one(),
    }


async def file_ids(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> list[str]:
    query = select(file.c.file_id).where(
        file.c.workspace_id == workspace_id, file.c.conversation_id == conversation_id
    )
    return list((await tx.execute(query.order_by(file.c.file_id))).scalars())


async def remove(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> Mapping[str, int]:
    """All of it, with the files in it. Its events stay, without a word: that it was said is not what was said."""
    gone = {"files": 0, "texts": 0, "findings": 0}
    for file_id in await file_ids(tx, workspace_id, conversation_id):
        for name, count in (await files.remove(tx, workspace_id, file_id)).items():
            gone[name] += count
    gone["findings"] += await findings.of_conversation(tx, workspace_id, conversation_id)
    said = delete(message).where(
        message.c.workspace_id == workspace_id, message.c.conversation_id == conversation_id
    )
    removed = (await tx.execute(said)).rowcount
    itself = delete(conversation).where(
        conversation.c.workspace_id == workspace_id, conversation.c.conversation_id == conversation_id
    )
    return {"conversations": (await tx.execute(itself)).rowcount, "messages": removed, **gone}


async def mask(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, sealer: WorkspaceSealer, now: datetime
) -> Mapping[str, int]:
    """Title, messages and files, with what was found in them masked for good."""
    found = {"files": 0, "texts": 0, "findings": 0}
    for file_id in await file_ids(tx, workspace_id, conversation_id):
        for name, count in (await files.mask(tx, workspace_id, file_id, sealer, now)).items():
            found[name] += count
    masked = await messages.mask_all(tx, workspace_id, conversation_id, sealer)
    here = (conversation.c.workspace_id == workspace_id, conversation.c.conversation_id == conversation_id)
    row = (await tx.execute(select(conversation.c.title_sealed).where(*here))).one_or_none()
    if row is not None and row.title_sealed is not None:
        context = b"title:" + conversation_id.encode()
        title = masked_afresh(sealer.open(bytes(row.title_sealed), context=context).decode(errors="replace"))
        sealed = sealer.seal(title.reveal().encode(), context=context)
        await tx.execute(update(conversation).where(*here).values(title_sealed=sealed))
    found["findings"] += await findings.of_conversation(tx, workspace_id, conversation_id)
    return {"conversations": int(row is not None), "messages": masked, **found}
