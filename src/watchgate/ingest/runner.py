"""What does a worker do for ingest, and when? Durable jobs: what one process has begun, another finishes.

poll      each stream of each active workspace, once an interval over all workers
settle    each file that waits, the newest first, a few ahead of those who carry it out
upload    each uploaded file that waits, likewise
people    the inventory of accounts, once an hour
months    of the big tables: made ahead, and removed when past their time, once a day
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from watchgate.ingest.people import People
from watchgate.ingest.retention import CatalogueRetention
from watchgate.ingest.service import Ingest
from watchgate.ingest.store import status
from watchgate.ingest.streams import STREAMS
from watchgate.ingest.uploads import Uploads
from watchgate.kernel.clock import Clock, utc_now
from watchgate.openai.errors import OpenAIFailure
from watchgate.storage import partitions
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of
from watchgate.storage.jobs import Jobs

log = logging.getLogger("watchgate.ingest")

LOOK_EVERY_S = 1.0
AHEAD = 50
"""Files put into the queue ahead of those who settle them: enough to keep them busy, few enough that news overtakes the past."""
OFFERED_AGAIN_S = 300
"""What is still waiting by then is put into the queue once more, unless it is there."""
MAX_REMEMBERED = 10_000
PEOPLE_EVERY_S = 3600
PARTITIONS_EVERY_S = 86_400


@dataclass(frozen=True, slots=True)
class Work:
    """What is to be carried out."""

    ingest: Ingest
    uploads: Uploads
    people: People
    retention: CatalogueRetention


class Runner:
    """A worker's share of ingest. Register before the jobs start; `run` after."""

    def __init__(
        self,
        database: Database,
        jobs: Jobs,
        work: Work,
        *,
        poll_interval_s: int,
        settling: int,
        clock: Clock = utc_now,
    ) -> None:
        """*settling*: how many files this worker settles at a time."""
        self._database = database
        self._jobs = jobs
        self._ingest = work.ingest
        self._uploads = work.uploads
        self._people = work.people
        self._retention = work.retention
        self._poll_interval_s = poll_interval_s
        self._settling = settling
        self._clock = clock
        self._offered: dict[tuple[str, ...], object] = {}

    def register(self) -> None:
        """Say what there is to be carried out, and by how many at a time."""
        self._poll = self._job("ingest.poll", self._poll_stream)
        self._settle = self._job("ingest.settle", self._settle_file)
        self._fetch = self._job("ingest.upload", self._fetch_upload)
        self._accounts = self._job("ingest.people", self._list_accounts)
        self._months = self._job("storage.months", self._keep_months)
        self._jobs.queue("ingest.poll", per_executor=3, poll_every_s=LOOK_EVERY_S)
        self._jobs.queue("ingest.settle", per_executor=self._settling, poll_every_s=LOOK_EVERY_S / 5)
        self._jobs.queue("ingest.upload", per_executor=2, poll_every_s=LOOK_EVERY_S)
        self._jobs.every(PARTITIONS_EVERY_S, "storage.months", "ingest.poll", self._months)

    async def run(self) -> None:
        """Put work into the queues, until cancelled. Any number of workers may: what is there already is not put there twice."""
        while True:
            try:
                for workspace_id in await self._active():
                    await self._offer(workspace_id)
            except (DBAPIError, OSError, TimeoutError) as error:
                log.warning("ingest.waits_for_database: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def _offer(self, workspace_id: UUID) -> None:
        name = str(workspace_id)
        turn = int(self._clock().timestamp())
        for stream in STREAMS:
            await self._once("ingest.poll", self._poll, name, stream, turn=turn // self._poll_interval_s)
        await self._once("ingest.poll", self._accounts, name, turn=turn // PEOPLE_EVERY_S)
        for file in await self._ingest.due(workspace_id, limit=AHEAD):
            again = (file.attempts, turn // OFFERED_AGAIN_S)
            await self._once("ingest.settle", self._settle, name, file.file_id, turn=again)
        for upload in await self._uploads.due(workspace_id, limit=AHEAD):
            again = (upload.attempts, turn // OFFERED_AGAIN_S)
            await self._once("ingest.upload", self._fetch, name, upload.file_id, turn=again)

    async def _once(
        self, queue: str, workflow: Callable[..., Awaitable[object]], *arguments: str, turn: object
    ) -> None:
        """Enqueue, unless that has been done for this *turn* (the same work comes again with another one)."""
        key = (queue, *arguments)
        if self._offered.get(key) == turn:
            return
        name = " ".join(key)
        await self._jobs.enqueue(queue, workflow, *arguments, unless_running=name)
        if len(self._offered) >= MAX_REMEMBERED:
            self._offered.clear()
        self._offered[key] = turn

    async def _active(self) -> list[UUID]:
        async with self._database.read() as tx:
            known = await status.workspaces(await psycopg_of(tx))
        return [workspace_id for workspace_id, _, state in known if state == "active"]

    def _job(self, name: str, run: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
        """A workflow of one step: begun again from its beginning by whoever takes it over, and made for that."""

        async def carry_out(*arguments: str) -> object:  # a function of its own: DBOS cannot mark a method
            return await run(*arguments)

        step = self._jobs.step(name, carry_out)

        async def workflow(*arguments: str) -> None:
            await step(*arguments)

        return self._jobs.workflow(name, workflow)

    async def _poll_stream(self, workspace_id: str, stream: str) -> int:
        try:
            return await self._ingest.poll(UUID(workspace_id), stream)
        except OpenAIFailure as failure:
            log.warning("ingest.poll_failed: %s of %s: %s", stream, workspace_id, failure)
            return 0

    async def _settle_file(self, workspace_id: str, file_id: str) -> int:
        counts = await self._ingest.settle(UUID(workspace_id), file_id)
        return counts.events if counts else 0

    async def _fetch_upload(self, workspace_id: str, file_id: str) -> bool:
        return await self._uploads.fetch(UUID(workspace_id), file_id)

    async def _list_accounts(self, workspace_id: str) -> int:
        try:
            return await self._people.list_accounts(UUID(workspace_id))
        except OpenAIFailure as failure:
            log.warning("ingest.people_failed: %s: %s", workspace_id, failure)
            return 0

    async def _keep_months(self) -> int:
        async with self._database.begin() as tx:
            made = await partitions.ensure(tx, self._clock())
        return len(made) + await self._retention.apply()
