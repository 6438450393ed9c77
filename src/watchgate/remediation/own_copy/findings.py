"""How do the findings of something that goes, go as well, and the sums follow? They stay true to what is left."""

from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_GONE = """
    WITH gone AS (
        DELETE FROM finding WHERE workspace_id = :workspace AND {which}
        RETURNING asset_at, entity, coalesce(owner_id, '') AS owner_id, conversation_id
    ), days AS (
        SELECT (asset_at AT TIME ZONE 'UTC')::date AS day, entity, owner_id, count(*) AS findings
        FROM gone GROUP BY 1, 2, 3
    ), fewer AS (
        UPDATE finding_day d SET findings = d.findings - g.findings FROM days g
        WHERE d.workspace_id = :workspace AND d.day = g.day AND d.entity = g.entity AND d.owner_id = g.owner_id
    ), fewer_entities AS (
        UPDATE finding_entity_day d SET findings = d.findings - g.findings
        FROM (SELECT day, entity, sum(findings) AS findings FROM days GROUP BY day, entity) g
        WHERE d.workspace_id = :workspace AND d.day = g.day AND d.entity = g.entity
    ), of_conversations AS (
        UPDATE conversation c SET finding_count = greatest(0, c.finding_count - g.findings)
        FROM (SELECT conversation_id, count(*) AS findings FROM gone GROUP BY conversation_id) g
        WHERE c.workspace_id = :workspace AND c.conversation_id = g.conversation_id
    )
    SELECT count(*) FROM gone
"""
_OF_CONVERSATION = text(_GONE.format(which="conversation_id = :id"))
_OF_MESSAGE = text(
    _GONE.format(which="asset_kind = 'message' AND asset_id = :id AND conversation_id = :conversation")
)
_OF_FILE = text(_GONE.format(which="asset_kind = 'file' AND asset_id = :id"))
_OF_TITLE = text(_GONE.format(which="asset_kind = 'title' AND conversation_id = :id"))
_NOTHING_LEFT = (
    text("DELETE FROM finding_day WHERE workspace_id = :workspace AND findings <= 0"),
    text("DELETE FROM finding_entity_day WHERE workspace_id = :workspace AND findings <= 0"),
)


async def of_conversation(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> int:
    """Of its messages, its title and its files; how many."""
    return await _remove(tx, _OF_CONVERSATION, workspace_id, id=conversation_id)


async def of_message(tx: AsyncConnection, workspace_id: UUID, message_id: str, conversation_id: str) -> int:
    return await _remove(tx, _OF_MESSAGE, workspace_id, id=message_id, conversation=conversation_id)


async def of_title(tx: AsyncConnection, workspace_id: UUID, conversation_id: str) -> int:
    return await _remove(tx, _OF_TITLE, workspace_id, id=conversation_id)


async def of_file(tx: AsyncConnection, workspace_id: UUID, file_id: str) -> int:
    return await _remove(tx, _OF_FILE, workspace_id, id=file_id)


async def _remove(tx: AsyncConnection, statement: Any, workspace_id: UUID, **values: str) -> int:  # noqa: ANN401
    count = int((await tx.execute(statement, {"workspace": workspace_id, **values})).scalar_one())
    if count:
        for cleaning in _NOTHING_LEFT:
            await tx.execute(cleaning, {"workspace": workspace_id})
    return count
