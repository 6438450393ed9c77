"""Has this account, or this address, tried too often? Counted in the database, for all servers together.

An attempt is counted before the password is looked at: a hundred at the same moment are a hundred.
"""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.identity.sessions import events
from watchgate.identity.sessions.tables import sign_in_attempts as table
from watchgate.identity.sessions.throttling import FORGOTTEN_AFTER, Subject, delay_after
from watchgate.kernel.errors import UserError
from watchgate.ledger import outbox
from watchgate.storage.database import Database

MOST_ROWS = 100_000
_CLEANED_AT_ONCE = 100


class TooManyAttempts(UserError):
    """Says when to come back, and nothing about whether there is such an account."""

    def __init__(self, wait: timedelta) -> None:
        self.wait_s = max(1, math.ceil(wait.total_seconds()))
        super().__init__(f"Too many attempts to sign in. Try again in {self.wait_s} s.")


async def count(database: Database, subjects: Sequence[Subject], now: datetime) -> None:
    """Count an attempt for each of *subjects*. Raises TooManyAttempts, and counts nothing, when one has to wait."""
    async with database.begin() as tx:
        for subject in subjects:  # always in the same order: account, then address
            await _count(tx, subject, now)
        await _clean(tx, now)


async def forget(tx: AsyncConnection, subject: Subject) -> None:
    """It has succeeded."""
    await tx.execute(delete(table).where(table.c.subject == subject.digest))


async def take_back(tx: AsyncConnection, subject: Subject) -> None:
    """The attempt has succeeded, but others from the same place may not have."""
    await tx.execute(
        update(table)
        .where(table.c.subject == subject.digest)
        .values(attempts=func.greatest(table.c.attempts - 1, 0))
    )


async def _count(tx: AsyncConnection, subject: Subject, now: datetime) -> None:
    row = await _locked(tx, subject, now)
    if row.blocked_until > now:
        raise TooManyAttempts(row.blocked_until - now)
    attempts = 1 if now - row.last_at >= FORGOTTEN_AFTER else row.attempts + 1
    wait = delay_after(subject.counted, attempts)
    await tx.execute(
        update(table)
        .where(table.c.subject == subject.digest)
        .values(attempts=attempts, last_at=now, blocked_until=now + wait)
    )
    if attempts == subject.counted.free:
        await outbox.record(tx, events.THROTTLED, {"of": subject.counted.value, "attempts": attempts})


async def _locked(tx: AsyncConnection, subject: Subject, now: datetime) -> Row[int, datetime, datetime]:
    new = insert(table).values(subject=subject.digest, attempts=0, last_at=now, blocked_until=now)
    await tx.execute(new.on_conflict_do_nothing())
    found = await tx.execute(
        select(table.c.attempts, table.c.last_at, table.c.blocked_until)
        .where(table.c.subject == subject.digest)
        .with_for_update()
    )
    return found.one()


async def _clean(tx: AsyncConnection, now: datetime) -> None:
    """A few of what is forgotten, and of what is too many: so that there is never much of it."""
    forgotten = select(table.c.subject).where(
        table.c.last_at < now - FORGOTTEN_AFTER, table.c.blocked_until < now
    )
    too_many = select(table.c.subject).order_by(table.c.last_at.desc()).offset(MOST_ROWS)
    for which in (forgotten, too_many):
        some = which.limit(_CLEANED_AT_ONCE).with_for_update(skip_locked=True)
        await tx.execute(delete(table).where(table.c.subject.in_(some)))
