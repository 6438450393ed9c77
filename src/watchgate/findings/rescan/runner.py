"""When is a workspace examined again? Soon after a worker with another version of detection has come up; one batch at a time."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from watchgate.findings.rescan.service import Examines, Rescans
from watchgate.ingest.store import status
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.jobs import Jobs

log = logging.getLogger("watchgate.rescan")

LOOK_EVERY_S = 10.0
TURN_S = 30.0
"""So long one job goes on; then others have their turn."""
_QUEUE = "findings.rescan"


class RescanRunner:
    """A worker's share of re-scanning. Register before the jobs start; `run` after."""

    def __init__(self, database: Database, jobs: Jobs, rescans: Rescans, examines: Examines) -> None:
        self._database = database
        self._jobs = jobs
        self._rescans = rescans
        self._examines = examines
        self._seen: set[UUID] = set()

    def register(self) -> None:
        """Say what there is to be carried out."""

        async def carry_out(workspace_id: str) -> None:  # a function of its own: DBOS cannot mark a method
            await self._turn(UUID(workspace_id))

        step = self._jobs.step(_QUEUE, carry_out)

        async def workflow(workspace_id: str) -> None:
            await step(workspace_id)

        self._turns: Callable[..., Awaitable[object]] = self._jobs.workflow(_QUEUE, workflow)
        self._jobs.queue(_QUEUE, per_executor=1, poll_every_s=1.0)

    async def run(self) -> None:
        """Begin what is to be begun and offer what is not finished, until cancelled."""
        while True:
            try:
                await self._offer()
            except (DBAPIError, OSError, TimeoutError) as error:
                log.warning("rescan.waits_for_database: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _offer(self) -> None:
        async with self._database.read() as tx:
            active = [
                one for one, _, state in await status.workspaces(await psycopg_of(tx)) if state == "active"
            ]
        for workspace_id in active:
            if workspace_id not in self._seen:
                await self._rescans.begin(workspace_id)
        self._seen = set(active)
        for workspace_id in await self._rescans.running():
            if workspace_id in self._seen:
                name = f"{_QUEUE} {workspace_id}"
                await self._jobs.enqueue(_QUEUE, self._turns, str(workspace_id), unless_running=name)

    async def _turn(self, workspace_id: UUID) -> None:
        until = time.monotonic() + TURN_S
        while time.monotonic() < until and await self._rescans.step(workspace_id, self._examines):
            pass
