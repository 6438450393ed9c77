"""What has OpenAI sent that we do not know, how often and since when?"""

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.ingest.digest.rows import Drift

_NOTE = """
INSERT INTO schema_drift AS d (workspace_id, name, seen, first_seen_at, last_seen_at)
SELECT %(workspace)s, u.name, u.seen, %(now)s, %(now)s FROM unnest(%(names)s::text[], %(counts)s::bigint[]) AS u(name, seen)
ON CONFLICT (workspace_id, name) DO UPDATE SET seen = d.seen + excluded.seen, last_seen_at = excluded.last_seen_at
"""


async def note(
    connection: psycopg.AsyncConnection[Any], workspace_id: UUID, drift: Drift, now: datetime
) -> set[str]:
    """Count what is unknown; returns the names that were never seen before."""
    counts = {f"type {name}": count for name, count in drift.types.items()}
    counts |= {f"field {name}": count for name, count in drift.fields.items()}
    if not counts:
        return set()
    cursor = await connection.execute(
        "SELECT name FROM schema_drift WHERE workspace_id = %s AND name = ANY(%s)",
        (workspace_id, list(counts)),
    )
    known = {name for (name,) in await cursor.fetchall()}
    await connection.execute(
        _NOTE,
        {
            "workspace": workspace_id,
            "names": sorted(counts),
            "counts": [counts[name] for name in sorted(counts)],
            "now": now,
        },
    )
    return counts.keys() - known
