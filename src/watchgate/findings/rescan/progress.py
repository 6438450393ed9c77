"""How far is a re-scan?"""

from collections import Counter
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from watchgate.findings.rescan.model import After, Rescan

Connection = psycopg.AsyncConnection[Any]


async def begin(connection: Connection, workspace_id: UUID, version: str, kind: str, now: datetime) -> bool:
    """Put down that a re-scan begins; False when there is one of this version already."""
    cursor = await connection.execute(
        """
        INSERT INTO rescan (workspace_id, engine_version, state, kind, "after", examined, not_examined, added, removed, started_at)
        VALUES (%s, %s, 'running', %s, '[]', 0, 0, 0, 0, %s) ON CONFLICT DO NOTHING
        """,
        (workspace_id, version, kind, now),
    )
    return cursor.rowcount == 1


async def restart(connection: Connection, workspace_id: UUID, version: str, kind: str, now: datetime) -> None:
    """The same once more, from the beginning."""
    await connection.execute(
        """
        UPDATE rescan SET state = 'running', kind = %s, "after" = '[]', examined = 0, not_examined = 0, added = 0, removed = 0,
                          started_at = %s, finished_at = NULL
        WHERE workspace_id = %s AND engine_version = %s
        """,
        (kind, now, workspace_id, version),
    )


async def all_of(connection: Connection, workspace_id: UUID | None) -> list[Rescan]:
    """The newest first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            "SELECT * FROM rescan WHERE %(of)s::uuid IS NULL OR workspace_id = %(of)s ORDER BY started_at DESC",
            {"of": workspace_id},
        )
        return [_rescan(row) for row in await cursor.fetchall()]


async def advance(connection: Connection, one: Rescan, kind: str, after: After, counts: Counter[str]) -> bool:
    """Put down how far it is; False when somebody else has been there."""
    cursor = await connection.execute(
        """
        UPDATE rescan SET kind = %s, "after" = %s, examined = examined + %s, not_examined = not_examined + %s,
                          added = added + %s, removed = removed + %s
        WHERE workspace_id = %s AND engine_version = %s AND state = 'running' AND kind = %s AND "after" = %s
        """,
        (
            kind,
            Jsonb(after),
            counts["examined"],
            counts["not_examined"],
            counts["added"],
            counts["removed"],
            one.workspace_id,
            one.engine_version,
            one.kind,
            Jsonb(one.after),
        ),
    )
    return cursor.rowcount == 1


async def finish(connection: Connection, one: Rescan, now: datetime) -> Rescan | None:
    """Put down that all was examined; None when somebody else has."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(
            """
            UPDATE rescan SET state = 'done', finished_at = %s
            WHERE workspace_id = %s AND engine_version = %s AND state = 'running' RETURNING *
            """,
            (now, one.workspace_id, one.engine_version),
        )
        row = await cursor.fetchone()
        return _rescan(row) if row else None


def _rescan(row: dict[str, Any]) -> Rescan:
    return Rescan(**{**row, "after": tuple(row["after"])})
