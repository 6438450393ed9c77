"""How are attempts written, and taken out again once?"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.oidc.attempt import LIFE, Attempt
from watchgate.identity.oidc.tables import sign_in_elsewhere as table

MOST_ROWS = 20_000
"""Anybody can begin an attempt: beyond this the oldest go."""
_CLEANED_AT_ONCE = 100


async def insert(tx: AsyncConnection, attempt: Attempt) -> None:
    await tx.execute(
        table.insert().values(
            state_hash=attempt.state_hash,
            browser_hash=attempt.browser_hash,
            provider=attempt.provider,
            redirect_uri=attempt.redirect_uri,
            next_path=attempt.next_path,
            begun_at=attempt.begun_at,
        )
    )


async def take(tx: AsyncConnection, state_hash: bytes, browser_hash: bytes) -> Attempt | None:
    """The attempt, which is gone with this: whoever comes second finds none. None for another browser's as well."""
    is_it = (table.c.state_hash == state_hash) & (table.c.browser_hash == browser_hash)
    row = (await tx.execute(delete(table).where(is_it).returning(table))).one_or_none()
    if row is None:
        return None
    return Attempt(
        bytes(row.state_hash),
        bytes(row.browser_hash),
        row.provider,
        row.redirect_uri,
        row.next_path,
        row.begun_at,
    )


async def clean(tx: AsyncConnection, now: datetime) -> None:
    """A few of those that are over, or too many."""
    over = select(table.c.state_hash).where(table.c.begun_at < now - LIFE)
    too_many = select(table.c.state_hash).order_by(table.c.begun_at.desc()).offset(MOST_ROWS)
    for which in (over, too_many):
        some = which.limit(_CLEANED_AT_ONCE).with_for_update(skip_locked=True)
        await tx.execute(delete(table).where(table.c.state_hash.in_(some)))
