"""When is it looked? In each active workspace once an interval, and soon after somebody has asked; as durable jobs."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from watchgate.ingest.store import status
from watchgate.kernel.clock import Clock, utc_now
from watchgate.skills.presence import store
from watchgate.skills.presence.model import SEEN, Look
from watchgate.skills.presence.service import Looking
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.jobs import Jobs

log = logging.getLogger("watchgate.skills.presence")

LOOK_EVERY_S = 2.0
OFFERED_AGAIN_S = 60
_QUEUE = "skills.presence"


class PresenceRunner:
    """A worker's share of looking. Register before the jobs start; `run` after."""

    def __init__(
        self, database: Database, jobs: Jobs, looking: Looking, *, interval_s: int, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._jobs = jobs
        self._looking = looking
        self._interval = timedelta(seconds=interval_s)
        self._clock = clock
        self._offered: dict[UUID, object] = {}

    def register(self) -> None:
        """Say what there is to be carried out."""

        async def carry_out(workspace_id: str) -> None:  # a function of its own: DBOS cannot mark a method
            await self._looking.look(UUID(workspace_id))

        step = self._jobs.step(_QUEUE, carry_out)

        async def workflow(workspace_id: str) -> None:
            await step(workspace_id)

        self._turns: Callable[..., Awaitable[object]] = self._jobs.workflow(_QUEUE, workflow)
        self._jobs.queue(_QUEUE, per_executor=1, poll_every_s=1.0)

    async def run(self) -> None:
        """Offer the workspaces whose turn it is, until cancelled."""
        while True:
            try:
                for workspace_id in await self._due():
                    name = f"{_QUEUE} {workspace_id}"
                    await self._jobs.enqueue(_QUEUE, self._turns, str(workspace_id), unless_running=name)
            except (DBAPIError, OSError, TimeoutError) as error:
                log.warning("skills.presence_waits_for_database: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _due(self) -> list[UUID]:
        """What is offered once is not offered again for a while, however its look ends."""
        now = self._clock()
        async with self._database.read() as tx:
            known = await status.workspaces(await psycopg_of(tx))
            looks = {(one.workspace_id, one.target): one for one in await store.looks(tx)}
        due: list[UUID] = []
        for workspace_id in (one for one, _, state in known if state == "active"):
            of_it = [looks.get((workspace_id, target)) for target in SEEN]
            turn = (of_it, int(now.timestamp()) // OFFERED_AGAIN_S)
            if (
                any(_is_due(look, now - self._interval) for look in of_it)
                and self._offered.get(workspace_id) != turn
            ):
                self._offered[workspace_id] = turn
                due.append(workspace_id)
        return due


def _is_due(look: Look | None, long_ago: datetime) -> bool:
    if look is None or look.looked_at is None or look.asked_at is not None:
        return True
    return look.looked_at <= long_ago
