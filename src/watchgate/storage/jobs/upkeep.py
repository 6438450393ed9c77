"""What has to be done now and then, by whichever executor is there? Months made ahead, and old workflows forgotten."""

import logging
from datetime import datetime, timedelta

from dbos import DBOS, WorkflowStatusString
from sqlalchemy.exc import DBAPIError

from watchgate.storage import partitions
from watchgate.storage.database import Database

KEPT_FOR = timedelta(days=7)
_AT_ONCE = 500
_FINISHED = [
    WorkflowStatusString.SUCCESS.value,
    WorkflowStatusString.ERROR.value,
    WorkflowStatusString.CANCELLED.value,
]
_logger = logging.getLogger(__name__)


async def keep_tidy(database: Database, now: datetime) -> None:
    """All of it; what the database does not let us do is left for the next time. Doing it twice at once does no harm."""
    try:
        async with database.begin() as tx:
            await partitions.ensure(tx, now)
        await forget_finished(now - KEPT_FOR)
    except (DBAPIError, OSError) as error:
        _logger.warning("the database was not tidied: %s", type(error).__name__)


async def forget_finished(before: datetime) -> int:
    """Delete the workflows that finished before that moment; returns how many. Raises DBAPIError."""
    total = 0
    while ids := await _finished(before):
        await DBOS.delete_workflows_async(ids)
        total += len(ids)
    return total


async def _finished(before: datetime) -> list[str]:
    found = await DBOS.list_workflows_async(
        status=_FINISHED,
        completed_before=before.isoformat(),
        limit=_AT_ONCE,
        load_input=False,
        load_output=False,
    )
    return [one.workflow_id for one in found]
