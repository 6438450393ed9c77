"""Which versions of which messages does a conversation have? First only what their order needs, then the page itself."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.model import Place
from watchgate.catalog.store.people import Rows, all_of
from watchgate.catalog.tables import message
from watchgate.catalog.thread_order import Link

_LINK = (
    message.c.message_id,
    message.c.occurred_at,
    message.c.event_id,
    message.c.previous_message_id,
    message.c.size_chars,
)


async def links(tx: AsyncConnection, workspace_id: UUID, conversation_id: str, limit: int) -> list[Link]:
    """Up to *limit* versions of the conversation's messages, in no order."""
    query = select(*_LINK).where(*_in(workspace_id, conversation_id)).limit(limit)
    return [Link(**row._asdict()) for row in await tx.execute(query)]


async def links_after(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, after: Place | None, limit: int
) -> list[Link]:
    """Up to *limit* versions of the conversation's messages, by time, from the first after *after*."""
    query = select(*_LINK).where(*_in(workspace_id, conversation_id))
    if after is not None:
        here = tuple_(message.c.occurred_at, message.c.message_id)
        there = tuple_(literal(after.first_at), literal(after.message_id))
        query = query.where(and_(message.c.occurred_at >= after.first_at, here > there))
    query = query.order_by(message.c.occurred_at, message.c.message_id, message.c.event_id).limit(limit)
    return [Link(**row._asdict()) for row in await tx.execute(query)]


async def links_of(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, message_ids: Collection[str], limit: int
) -> list[Link]:
    """Up to *limit* versions of these messages of the conversation, the newest first."""
    # the conversation is compared here: asked for it, the planner reads all of a long one instead of a few messages
    query = (
        select(*_LINK, message.c.conversation_id)
        .where(message.c.workspace_id == workspace_id, message.c.message_id.in_(message_ids))
        .order_by(message.c.occurred_at.desc())
        .limit(limit)
    )
    rows = [row._asdict() for row in await tx.execute(query)]
    return [Link(**row) for row in rows if row.pop("conversation_id") == conversation_id]


async def versions(
    tx: AsyncConnection, workspace_id: UUID, conversation_id: str, wanted: Sequence[Link]
) -> Rows:
    """The whole rows of these versions, in no order."""
    if not wanted:
        return []
    query = select(message).where(
        *_in(workspace_id, conversation_id),
        message.c.message_id.in_({link.message_id for link in wanted}),
        message.c.event_id.in_({link.event_id for link in wanted}),
        message.c.occurred_at.between(
            min(link.occurred_at for link in wanted), max(link.occurred_at for link in wanted)
        ),
    )
    return await all_of(tx, query)


def _in(workspace_id: UUID, conversation_id: str) -> tuple[ColumnElement[bool], ...]:
    return message.c.workspace_id == workspace_id, message.c.conversation_id == conversation_id
