"""Who was erased? (The table belongs to remediation, which writes it.)"""

from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg


async def marks(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> dict[bytes, datetime]:
    """Mark → when. Nobody is erased between this and the end of the transaction: whoever wants to, waits (`hold_ingest`)."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", (f"people of {workspace_id}",)
    )
    cursor = await connection.execute(
        "SELECT mark, erased_at FROM person_tombstone WHERE workspace_id = %s", (workspace_id,)
    )
    return {bytes(mark): at for mark, at in await cursor.fetchall()}


async def with_a_row(
    connection: psycopg.AsyncConnection[Any], workspace_id: UUID, user_ids: list[str]
) -> set[str]:
    """Those of them that the catalogue knows (again)."""
    cursor = await connection.execute(
        "SELECT user_id FROM person WHERE workspace_id = %s AND user_id = ANY(%s)", (workspace_id, user_ids)
    )
    return {user_id for (user_id,) in await cursor.fetchall()}


async def hold_ingest(connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> None:
    """Wait until nobody puts anything into the catalogue who does not know yet whom this transaction erases."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"people of {workspace_id}",)
    )
