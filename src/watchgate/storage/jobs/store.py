"""Who carries out jobs, and who has not been heard of? Told by the database's clock, the one that all of them share."""

from collections.abc import Sequence

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.storage.tables import executor

_SUPERVISION_LOCK = 0x7761_7463_6804


async def beat(tx: AsyncConnection, executor_id: str) -> None:
    """The executor lives (again, if others took it for dead)."""
    now = func.clock_timestamp()
    new = insert(executor).values(id=executor_id, started_at=now, seen_at=now)
    await tx.execute(new.on_conflict_do_update(index_elements=[executor.c.id], set_={"seen_at": now}))


async def leave(tx: AsyncConnection, executor_id: str) -> None:
    """The executor has ended: others need not wait before they look after what it left."""
    gone = update(executor).where(executor.c.id == executor_id).values(seen_at=text("'-infinity'"))
    await tx.execute(gone)


async def is_alone(tx: AsyncConnection) -> bool:
    """Does nobody else supervise? Then nobody will until the transaction ends."""
    return bool((await tx.execute(select(func.pg_try_advisory_xact_lock(_SUPERVISION_LOCK)))).scalar_one())


async def silent(tx: AsyncConnection, dead_after_s: float) -> Sequence[str]:
    """The executors that have not been heard of for so long."""
    age = func.make_interval(0, 0, 0, 0, 0, 0, dead_after_s)
    return list(
        await tx.scalars(select(executor.c.id).where(executor.c.seen_at < func.clock_timestamp() - age))
    )


async def forget(tx: AsyncConnection, executor_id: str, dead_after_s: float) -> None:
    """Nothing of it is left to be done. Unless it has been heard of meanwhile."""
    age = func.make_interval(0, 0, 0, 0, 0, 0, dead_after_s)
    is_silent = executor.c.seen_at < func.clock_timestamp() - age
    await tx.execute(delete(executor).where(executor.c.id == executor_id, is_silent))
