"""Are the parts of the big tables made, for this month and the next?"""

from watchgate.doctor.model import Lines, Stored, ok, warning
from watchgate.kernel.clock import utc_now
from watchgate.storage import partitions


async def look(stored: Stored) -> Lines:
    """One line."""
    async with stored.database.read() as tx:
        missing = await partitions.missing(tx, utc_now())
    if not missing:
        return [ok("partitions", "the months around now are made")]
    remedy = "A running worker makes them within the hour; or: watchgate db migrate"
    return [warning("partitions", f"not made yet: {', '.join(missing)}", remedy)]
