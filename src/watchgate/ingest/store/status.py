"""How far is each stream? One query over the file ledger, answered from its indexes."""

from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row, dict_row

from watchgate.ingest.loss import StreamState

_STREAMS = """
SELECT s.event_type, s.backfill_from, s.watermark, s.last_polled_at, s.last_error,
       count(*) FILTER (WHERE f.state = 'listed')::int AS listed,
       count(*) FILTER (WHERE f.state = 'failed')::int AS failed,
       count(*) FILTER (WHERE f.state = 'done')::int AS settled,
       count(*) FILTER (WHERE f.state = 'expired')::int AS expired,
       coalesce(sum(f.events), 0)::bigint AS events,
       coalesce(sum(f.duplicates), 0)::bigint AS duplicates,
       coalesce(sum(f.broken_lines), 0)::bigint AS broken_lines,
       coalesce(sum(f.size_bytes) FILTER (WHERE f.state IN ('listed', 'failed')), 0)::bigint AS bytes_left,
       min(f.end_time) FILTER (WHERE f.state IN ('listed', 'failed')) AS oldest_waiting
FROM log_stream s LEFT JOIN log_file f USING (workspace_id, event_type)
WHERE s.workspace_id = %s
GROUP BY s.workspace_id, s.event_type
ORDER BY s.event_type
"""


async def streams(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> list[StreamState]:
    """Every stream of a workspace that is followed."""
    async with connection.cursor(row_factory=class_row(StreamState)) as cursor:
        await cursor.execute(_STREAMS, (workspace_id,))
        return await cursor.fetchall()


async def files(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> dict[str, int]:
    """How many uploaded files are in each state."""
    cursor = await connection.execute(
        "SELECT state, count(*) FROM file WHERE workspace_id = %s GROUP BY state", (workspace_id,)
    )
    return dict(await cursor.fetchall())


async def drift(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> list[dict[str, Any]]:
    """What OpenAI sends that we do not know, the most frequent first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            "SELECT name, seen, first_seen_at, last_seen_at FROM schema_drift WHERE workspace_id = %s ORDER BY seen DESC, name LIMIT 100",
            (workspace_id,),
        )
        return await cursor.fetchall()


async def workspaces(connection: psycopg.AsyncConnection[Any]) -> list[tuple[UUID, str, str]]:
    """(id, name, state) of every workspace, by name."""
    cursor = await connection.execute("SELECT id, name, state FROM workspace ORDER BY name")
    return [(workspace_id, name, state) for workspace_id, name, state in await cursor.fetchall()]
