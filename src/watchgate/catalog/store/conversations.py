"""Which conversations are there, the one with the newest message first?"""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.model import ConversationFilter
from watchgate.catalog.store.newest import After, Newest
from watchgate.catalog.store.people import Rows, all_of, ids_of, owned_by, with_owner_email
from watchgate.catalog.tables import conversation

NEWEST = Newest(conversation, "last_message_at", "conversation_id")
_NOUGHT: ColumnElement[int] = literal_column(
    "0"
)  # written out, so that the planner knows the index that has only those


async def page(tx: AsyncConnection, wanted: ConversationFilter, after: After | None, limit: int) -> Rows:
    """Up to *limit* conversations that were *wanted*, with `title_sealed` and `owner_email`."""
    conditions = _conditions(wanted)
    if wanted.person is not None:
        owners = await ids_of(tx, wanted.workspace_id, wanted.person)
        if not owners:
            return []
        conditions.append(owned_by(conversation.c.owner_id, owners))
    found = NEWEST.page(wanted.workspace_id, conditions, after, limit, wanted.within).subquery()
    return await all_of(tx, with_owner_email(found).order_by(*NEWEST.in_order(found)))


async def one(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> Row[Any] | None:
    """The conversation, with `title_sealed` and `owner_email`."""
    found = (
        select(conversation)
        .where(conversation.c.workspace_id == workspace_id, conversation.c.conversation_id == conversation_id)
        .subquery()
    )
    rows = await all_of(tx, with_owner_email(found))
    return rows[0] if rows else None


def _conditions(wanted: ConversationFilter) -> list[ColumnElement[bool]]:
    conditions = NEWEST.within(wanted.since, wanted.until)
    if wanted.gpt_id is not None:
        conditions.append(conversation.c.gpt_id == wanted.gpt_id)
    if wanted.project_id is not None:
        conditions.append(conversation.c.project_id == wanted.project_id)
    if wanted.has_findings is not None:
        has_some = conversation.c.finding_count > _NOUGHT
        conditions.append(has_some if wanted.has_findings else conversation.c.finding_count == _NOUGHT)
    return conditions
