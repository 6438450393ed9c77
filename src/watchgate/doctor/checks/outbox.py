"""Do ledger entries wait in the outbox for longer than they should?"""

from datetime import timedelta

from sqlalchemy import func, select

from watchgate.doctor.model import Lines, Stored, ok, warning
from watchgate.kernel.clock import utc_now
from watchgate.ledger.outbox.tables import ledger_outbox

PATIENCE = timedelta(minutes=5)


async def look(stored: Stored) -> Lines:
    """One line."""
    question = select(func.count(), func.min(ledger_outbox.c.recorded_at))
    async with stored.database.read() as tx:
        count, oldest = (await tx.execute(question)).one()
    if oldest is None or utc_now() - oldest < PATIENCE:
        return [ok("outbox", f"{count} entries wait" if count else "empty")]
    detail = f"{count} ledger entries wait, the oldest since {oldest:%Y-%m-%d %H:%M} UTC"
    return [warning("outbox", detail, "They are written when a server or worker runs: watchgate up")]
