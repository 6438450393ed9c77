"""How does the history of finished workflows stay small? Those of more than a few days ago are forgotten."""

import logging
from datetime import datetime

from dbos import DBOS, WorkflowStatusString
from sqlalchemy.exc import DBAPIError

_AT_ONCE = 500
_FINISHED = [
    WorkflowStatusString.SUCCESS.value,
    WorkflowStatusString.ERROR.value,
    WorkflowStatusString.CANCELLED.value,
]
_logger = logging.getLogger(__name__)


async def forget_finished(before: datetime) -> int:
    """Delete what finished before that moment; returns how many. A database that is away is left for the next time."""
    total = 0
    try:
        while ids := await _finished(before):
            await DBOS.delete_workflows_async(ids)
            total += len(ids)
    except DBAPIError as error:
        _logger.warning("old workflows were not forgotten: %s", type(error).__name__)
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
