"""How does SQLAlchemy's transaction give us COPY and arrays? By the psycopg connection it runs on."""

from typing import Any, cast

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection


async def psycopg_of(tx: AsyncConnection) -> psycopg.AsyncConnection[Any]:
    """The driver's own connection, in the same transaction; it goes back to the pool with *tx*."""
    raw = await tx.get_raw_connection()
    return cast("psycopg.AsyncConnection[Any]", raw.driver_connection)
