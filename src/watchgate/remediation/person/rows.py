"""Which rows are about the person alone, or were written by them, and how do they go?

Each step is a statement that can be repeated. The objects (conversations, files) are gone before: they were the request's.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.model import Kind, Target

_FINDINGS = text("""
    WITH gone AS (
        DELETE FROM finding WHERE workspace_id = :workspace AND owner_id = ANY(:ids) RETURNING conversation_id
    ), fewer AS (
        UPDATE conversation c SET finding_count = greatest(0, c.finding_count - g.findings)
        FROM (SELECT conversation_id, count(*) AS findings FROM gone GROUP BY conversation_id) g
        WHERE c.workspace_id = :workspace AND c.conversation_id = g.conversation_id
    )
    SELECT count(*) FROM gone
""")
"""What they wrote into somebody else's conversation was counted there."""
_FINDING_DAYS = text("""
    WITH gone AS (
        DELETE FROM finding_day WHERE workspace_id = :workspace AND owner_id = ANY(:ids) RETURNING day, entity, findings
    ), fewer AS (
        UPDATE finding_entity_day d SET findings = d.findings - g.findings
        FROM (SELECT day, entity, sum(findings) AS findings FROM gone GROUP BY day, entity) g
        WHERE d.workspace_id = :workspace AND d.day = g.day AND d.entity = g.entity
    )
    SELECT count(*) FROM gone
""")
_NO_FINDINGS_LEFT = text("DELETE FROM finding_entity_day WHERE workspace_id = :workspace AND findings <= 0")
_MESSAGES = text("""
    WITH blank AS (
        UPDATE message SET sealed = NULL, author_id = NULL, finding_count = 0, size_chars = 0
        WHERE workspace_id = :workspace AND author_id = ANY(:ids) RETURNING 1
    )
    SELECT count(*) FROM blank
""")
"""In somebody else's conversation the place of a message stays, so that the thread holds together."""
_EVENTS = text("""
    WITH gone AS (DELETE FROM event WHERE workspace_id = :workspace AND actor_id = ANY(:ids) RETURNING 1)
    SELECT count(*) FROM gone
""")
_PERSON = text("""
    WITH gone AS (DELETE FROM person WHERE workspace_id = :workspace AND user_id = ANY(:ids) RETURNING 1)
    SELECT count(*) FROM gone
""")
_NOTICES = text("""
    WITH ended AS (
        UPDATE remediation_notice SET address_sealed = NULL, next_at = NULL,
               state = CASE state WHEN 'waiting' THEN 'failed' ELSE state END,
               problem = CASE state WHEN 'waiting' THEN 'the owner was erased' ELSE problem END
        WHERE workspace_id = :workspace AND owner_id = ANY(:ids) RETURNING 1
    )
    SELECT count(*) FROM ended
""")
STEPS: Sequence[tuple[str, TextClause]] = (
    ("messages", _MESSAGES),
    ("findings", _FINDINGS),
    ("finding_days", _FINDING_DAYS),
    ("events", _EVENTS),
    ("notices", _NOTICES),
    ("people", _PERSON),
)
"""What each is counted as, in the order in which they go."""


async def erase(tx: AsyncConnection, step: TextClause, workspace_id: UUID, user_ids: Sequence[str]) -> int:
    """How many rows there were."""
    asked = {"workspace": workspace_id, "ids": list(user_ids)}
    count = int((await tx.execute(step, asked)).scalar_one())
    if step is _FINDING_DAYS:
        await tx.execute(_NO_FINDINGS_LEFT, {"workspace": workspace_id})
    return count


_LEFT = text("""
    SELECT message_id AS id, conversation_id, author_id AS owner_id FROM message
    WHERE workspace_id = :workspace AND author_id = ANY(:ids)
    UNION
    SELECT asset_id, conversation_id, owner_id FROM finding WHERE workspace_id = :workspace AND owner_id = ANY(:ids)
    ORDER BY 1 LIMIT :limit
""")


async def left(
    tx: AsyncConnection, workspace_id: UUID, user_ids: Sequence[str], limit: int
) -> Sequence[Target]:
    """What is still here of theirs that a legal hold can be on: messages elsewhere, and whatever something was found in."""
    asked = {"workspace": workspace_id, "ids": list(user_ids), "limit": limit}
    return [
        Target(Kind.MESSAGE, row.id, row.owner_id, row.conversation_id)
        for row in await tx.execute(_LEFT, asked)
    ]


_OWNED = text("""
    SELECT (SELECT count(*) FROM conversation WHERE workspace_id = :workspace AND owner_id = ANY(:ids))
         + (SELECT count(*) FROM file WHERE workspace_id = :workspace AND owner_id = ANY(:ids))
""")


async def still_owned(tx: AsyncConnection, workspace_id: UUID, user_ids: Sequence[str]) -> int:
    """How many conversations and files of theirs are still in the catalogue."""
    asked = {"workspace": workspace_id, "ids": list(user_ids)}
    return int((await tx.execute(_OWNED, asked)).scalar_one())
