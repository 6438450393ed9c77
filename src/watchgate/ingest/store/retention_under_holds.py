"""What goes, row by row, when something of it has to stay? Everything that no legal hold keeps; the sums are those of what is left.

A row stays when its workspace is held whole, its conversation is held, or its author, owner or actor is. Lines that could not
be read may hold anything: in a workspace with a hold they stay.
"""

# ruff: noqa: S608 -- statements are put together from words of this file and names of our own months

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.ingest.kept import Kept

Connection = psycopg.AsyncConnection[Any]

_WHOLE = "workspace_id = ANY(%(whole)s)"
_IN_CONVERSATION = "(workspace_id, conversation_id) IN (SELECT * FROM unnest(%(w_conversations)s::uuid[], %(conversations)s::text[]))"
_BY = "(workspace_id, {column}) IN (SELECT * FROM unnest(%(w_people)s::uuid[], %(people)s::text[]))"
_FILE = "(workspace_id, {column}) IN (SELECT * FROM unnest(%(w_files)s::uuid[], %(files)s::text[]))"
_MESSAGE_KEPT = " OR ".join((_WHOLE, _IN_CONVERSATION, _BY.format(column="author_id")))
_KEPT = {
    "message": _MESSAGE_KEPT,
    "finding": " OR ".join(
        (_WHOLE, _IN_CONVERSATION, _BY.format(column="owner_id"), _FILE.format(column="asset_id"))
    ),
    "event": " OR ".join(
        (
            _WHOLE,
            _BY.format(column="actor_id"),
            f"(workspace_id, subject) IN (SELECT workspace_id, message_id FROM message WHERE {_MESSAGE_KEPT})",
        )
    ),
    "conversation": " OR ".join((_WHOLE, _IN_CONVERSATION, _BY.format(column="owner_id"))),
    "file": " OR ".join(
        (_WHOLE, _IN_CONVERSATION, _BY.format(column="owner_id"), _FILE.format(column="file_id"))
    ),
}
_GOING = (
    f"DELETE FROM conversation WHERE last_message_at < %(before)s AND ({_KEPT['conversation']}) IS NOT TRUE",
    f"DELETE FROM file WHERE first_seen_at < %(before)s AND state <> 'pending' AND ({_KEPT['file']}) IS NOT TRUE",
    """
    DELETE FROM file_text t WHERE created_at < %(before)s
      AND NOT EXISTS (SELECT 1 FROM file f WHERE f.workspace_id = t.workspace_id AND f.sha256 = t.sha256)
    """,
    "DELETE FROM broken_line WHERE found_at < %(before)s AND NOT workspace_id = ANY(%(held)s)",
    "DELETE FROM log_file WHERE end_time < %(before)s AND state IN ('done', 'expired')",
)
_SUMS = (
    "DELETE FROM finding_day WHERE day < %(before)s::date",
    "DELETE FROM finding_entity_day WHERE day < %(before)s::date",
    """
    INSERT INTO finding_day (workspace_id, day, entity, owner_id, findings)
    SELECT workspace_id, (asset_at AT TIME ZONE 'UTC')::date, entity, coalesce(owner_id, ''), count(*)
    FROM finding WHERE asset_at < %(before)s GROUP BY 1, 2, 3, 4
    """,
    """
    INSERT INTO finding_entity_day (workspace_id, day, entity, findings)
    SELECT workspace_id, day, entity, sum(findings) FROM finding_day WHERE day < %(before)s::date GROUP BY 1, 2, 3
    """,
)


async def delete_from(
    connection: Connection, part: str, table: str, kept: Mapping[UUID, Kept], before: datetime
) -> int:
    """Delete what no hold keeps from a month of *table*, or from its default part; returns how many rows are left before then."""
    column = "asset_at" if table == "finding" else "occurred_at"
    asked = {**_asked(kept), "before": before}
    await connection.execute(
        f"DELETE FROM {part} WHERE {column} < %(before)s AND ({_KEPT[table]}) IS NOT TRUE", asked
    )
    cursor = await connection.execute(f"SELECT count(*) FROM {part} WHERE {column} < %(before)s", asked)
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


async def delete_before(connection: Connection, kept: Mapping[UUID, Kept], before: datetime) -> int:
    """Delete what hangs on them; returns how many rows."""
    asked = {**_asked(kept), "before": before}
    gone = sum([(await connection.execute(statement, asked)).rowcount for statement in _GOING])
    for statement in _SUMS:
        await connection.execute(statement, asked)
    return gone


def _asked(kept: Mapping[UUID, Kept]) -> dict[str, Any]:
    people = _pairs({workspace: one.people for workspace, one in kept.items()})
    conversations = _pairs({workspace: one.conversations for workspace, one in kept.items()})
    files = _pairs({workspace: one.files for workspace, one in kept.items()})
    return {
        "held": list(kept),
        "whole": [workspace for workspace, one in kept.items() if one.is_everything],
        "w_people": people[0],
        "people": people[1],
        "w_conversations": conversations[0],
        "conversations": conversations[1],
        "w_files": files[0],
        "files": files[1],
    }


def _pairs(of: Mapping[UUID, frozenset[str]]) -> tuple[Sequence[UUID], Sequence[str]]:
    flat = [(workspace, one) for workspace, ones in of.items() for one in sorted(ones)]
    return [workspace for workspace, _ in flat], [one for _, one in flat]
