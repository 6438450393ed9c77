"""Which of these objects were erased here, or masked for good? (The table belongs to remediation, which writes it.)"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

Known = dict[tuple[str, str], bool]
"""(kind, id) → is it masked only?"""


async def among(
    connection: psycopg.AsyncConnection[Any], workspace_id: UUID, objects: Collection[tuple[str, str]]
) -> Known:
    """Those of *objects* (kind, id). The caller has asked `erased_people.marks` before, so nobody erases meanwhile."""
    if not objects:
        return {}
    ordered = sorted(objects)
    cursor = await connection.execute(
        """
        SELECT e.kind, e.object_id, e.is_masked FROM erased_object e
        JOIN unnest(%(kinds)s::text[], %(ids)s::text[]) AS u(kind, id) ON e.kind = u.kind AND e.object_id = u.id
        WHERE e.workspace_id = %(workspace)s
        """,
        {
            "workspace": workspace_id,
            "kinds": [kind for kind, _ in ordered],
            "ids": [object_id for _, object_id in ordered],
        },
    )
    return {(kind, object_id): is_masked for kind, object_id, is_masked in await cursor.fetchall()}


async def changed_since(
    connection: psycopg.AsyncConnection[Any],
    workspace_id: UUID,
    objects: Collection[tuple[str, str]],
    since: datetime,
) -> set[tuple[str, str]]:
    """Those of *objects* that were erased at any time, or masked since then: what was read of them before is not so any more."""
    ordered = sorted(objects)
    cursor = await connection.execute(
        """
        SELECT e.kind, e.object_id FROM erased_object e
        JOIN unnest(%(kinds)s::text[], %(ids)s::text[]) AS u(kind, id) ON e.kind = u.kind AND e.object_id = u.id
        WHERE e.workspace_id = %(workspace)s AND (NOT e.is_masked OR e.erased_at >= %(since)s)
        """,
        {
            "workspace": workspace_id,
            "kinds": [kind for kind, _ in ordered],
            "ids": [object_id for _, object_id in ordered],
            "since": since,
        },
    )
    return {(kind, object_id) for kind, object_id in await cursor.fetchall()}


async def is_any(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> bool:
    """Was anything ever erased in this workspace?"""
    cursor = await connection.execute(
        "SELECT EXISTS (SELECT 1 FROM erased_object WHERE workspace_id = %s)", (workspace_id,)
    )
    row = await cursor.fetchone()
    return bool(row and row[0])
