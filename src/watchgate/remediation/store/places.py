"""Whose are these conversations, files and messages, where do they stand, and when were they last written to?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import conversation, file, message
from watchgate.remediation.model import Kind, Target


@dataclass(frozen=True, slots=True)
class Place:
    owner_id: str | None
    parent_id: str | None
    last_at: datetime


async def of(tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]) -> dict[Target, Place]:
    """The places of those that the catalogue knows."""
    found: dict[Target, Place] = {}
    for kind, look in _LOOKS.items():
        wanted = [target for target in targets if target.kind is kind]
        if wanted:
            places = await look(tx, workspace_id, [target.id for target in wanted])
            found |= {target: places[target.id] for target in wanted if target.id in places}
    return found


async def _conversations(tx: AsyncConnection, workspace_id: UUID, ids: list[str]) -> dict[str, Place]:
    c = conversation.c
    query = select(c.conversation_id, c.owner_id, c.last_message_at).where(
        c.workspace_id == workspace_id, c.conversation_id.in_(ids)
    )
    return {one: Place(owner, None, at) for one, owner, at in await tx.execute(query)}


async def _files(tx: AsyncConnection, workspace_id: UUID, ids: list[str]) -> dict[str, Place]:
    c = file.c
    query = select(c.file_id, c.owner_id, c.conversation_id, c.first_seen_at).where(
        c.workspace_id == workspace_id, c.file_id.in_(ids)
    )
    return {one: Place(owner, parent, at) for one, owner, parent, at in await tx.execute(query)}


async def _messages(tx: AsyncConnection, workspace_id: UUID, ids: list[str]) -> dict[str, Place]:
    m, c = message.c, conversation.c
    same = (c.workspace_id == m.workspace_id) & (c.conversation_id == m.conversation_id)
    query = (
        select(m.message_id, func.min(c.owner_id), func.min(m.conversation_id), func.max(m.occurred_at))
        .select_from(message.outerjoin(conversation, same))
        .where(m.workspace_id == workspace_id, m.message_id.in_(ids))
        .group_by(m.message_id)
    )
    return {one: Place(owner, parent, at) for one, owner, parent, at in await tx.execute(query)}


_LOOKS = {Kind.CONVERSATION: _conversations, Kind.FILE: _files, Kind.MESSAGE: _messages}
