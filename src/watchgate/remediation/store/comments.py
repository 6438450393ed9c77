"""How are comments on a request written and found?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.tables import remediation_comment as table


async def insert_comment(
    tx: AsyncConnection,
    *,
    comment_id: str,
    request_id: str,
    at: datetime,
    by: str,
    by_name: str,
    sealed: bytes,
) -> None:
    await tx.execute(
        table.insert().values(
            id=comment_id,
            request_id=request_id,
            written_at=at,
            written_by=by,
            written_by_name=by_name,
            text_sealed=sealed,
        )
    )


async def comments_of(
    tx: AsyncConnection, request_id: str, after: str | None, limit: int
) -> Sequence[Row[Any]]:
    """Up to *limit* comments, the oldest first (ids are time-ordered), from the first after *after*."""
    query = select(table).where(table.c.request_id == request_id)
    if after is not None:
        query = query.where(table.c.id > after)
    return (await tx.execute(query.order_by(table.c.id).limit(limit))).all()
