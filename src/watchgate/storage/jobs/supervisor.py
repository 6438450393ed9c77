"""What becomes of the work of a process that has died? A survivor puts it back into the queues, within a minute."""

import asyncio
import logging
from collections.abc import Mapping

from dbos import DBOS, WorkflowStatusString
from sqlalchemy.exc import DBAPIError

from watchgate.storage.database import Database
from watchgate.storage.jobs import store

_logger = logging.getLogger(__name__)


class Supervisor:
    """Says that this executor lives, and looks after those that no longer do."""

    def __init__(
        self, database: Database, executor_id: str, *, beat_every_s: float, dead_after_s: float
    ) -> None:
        self._database = database
        self._executor_id = executor_id
        self._beat_every_s = beat_every_s
        self._dead_after_s = dead_after_s

    async def run(self) -> None:
        """Until cancelled. A database that is away is waited for."""
        while True:
            try:
                await self.beat()
                for executor_id, count in (await self.take_over()).items():
                    if count:
                        _logger.warning(
                            "executor %s is gone; %d workflows go on elsewhere", executor_id, count
                        )
            except (DBAPIError, OSError, TimeoutError) as error:
                _logger.warning("the sign of life failed: %s", type(error).__name__)
            await asyncio.sleep(self._beat_every_s)

    async def beat(self) -> None:
        async with self._database.begin() as tx:
            await store.beat(tx, self._executor_id)

    async def leave(self) -> None:
        async with self._database.begin() as tx:
            await store.leave(tx, self._executor_id)

    async def take_over(self) -> Mapping[str, int]:
        """Put back what executors that are gone left; returns how many workflows each. One survivor at a time; doing it
        twice does no harm.
        """
        taken_over = {}
        async with self._database.begin() as tx:
            if not await store.is_alone(tx):
                return {}
            for executor_id in await store.silent(tx, self._dead_after_s):
                count = await asyncio.to_thread(_put_back, executor_id)
                if await asyncio.to_thread(_has_left_nothing, executor_id):
                    await store.forget(tx, executor_id, self._dead_after_s)
                    taken_over[executor_id] = count
        return taken_over


def _put_back(executor_id: str) -> int:
    handles = DBOS._recover_pending_workflows([executor_id])  # noqa: SLF001 -- the only way without DBOS's Conductor
    return len(handles)


def _has_left_nothing(executor_id: str) -> bool:
    pending = WorkflowStatusString.PENDING.value
    left = DBOS.list_workflows(
        executor_id=executor_id, status=pending, limit=1, load_input=False, load_output=False
    )
    return not left
