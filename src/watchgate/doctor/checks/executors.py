"""Does anybody work? Workers give a sign of life in the database; who has not for a while is gone or stuck."""

from sqlalchemy import func, select

from watchgate.doctor.model import Lines, Stored, ok, warning
from watchgate.storage.jobs.runtime import DEAD_AFTER_S
from watchgate.storage.tables import executor

_START = "Start one: watchgate up, or watchgate worker"


async def look(stored: Stored) -> Lines:
    """One line. A worker that ended in good order, and left nothing, is forgotten by the others."""
    is_alive = executor.c.seen_at > func.clock_timestamp() - func.make_interval(
        0, 0, 0, 0, 0, 0, DEAD_AFTER_S
    )
    has_left = ~func.isfinite(executor.c.seen_at)
    question = select(func.count().filter(is_alive), func.count().filter(~is_alive & ~has_left)).select_from(
        executor
    )
    async with stored.database.read() as tx:
        alive, silent = (await tx.execute(question)).one()
    if not alive:
        return [
            warning("workers", f"none is running ({silent} silent)" if silent else "none is running", _START)
        ]
    if silent:
        remedy = "The others take over what it left within a minute; look at its machine if it stays so."
        return [warning("workers", f"{alive} running, {silent} silent", remedy)]
    return [ok("workers", f"{alive} running")]
