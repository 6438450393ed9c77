"""How does a process take part in the work? It says which steps, workflows and queues there are, and starts.

A workflow calls steps; the result of each is kept, so a workflow that was cut short goes on after its last finished step.
A step may be carried out more than once (its process died before its result was kept), so it has to be idempotent.
What workflows and steps take and give is JSON, and is kept in the database: names and numbers, never other people's text.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from dbos import DBOS, SetEnqueueOptions, SetWorkflowID, WorkflowHandleAsync
from dbos import error as dbos_error
from sqlalchemy.exc import DBAPIError

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.ids import new_id
from watchgate.storage.database import Database
from watchgate.storage.jobs.engine import SCHEMA, be_quiet, configuration, system_engine
from watchgate.storage.jobs.supervisor import Supervisor
from watchgate.storage.jobs.upkeep import keep_tidy

BEAT_EVERY_S = 10.0
DEAD_AFTER_S = 30.0
_UPKEEP_EVERY_S = 3600

_logger = logging.getLogger(__name__)

Step = Callable[..., Awaitable[Any]]
Workflow = Callable[..., Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class _Queue:
    name: str
    per_executor: int
    everywhere: int | None
    poll_every_s: float


@dataclass(frozen=True, slots=True)
class _Repeated:
    name: str
    every_s: float
    queue: str
    workflow: Workflow
    arguments: tuple[Json, ...]


class Jobs:
    """An executor. One a process, in one event loop: register, `start`, `enqueue`, `stop`."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock = utc_now,
        beat_every_s: float = BEAT_EVERY_S,
        dead_after_s: float = DEAD_AFTER_S,
    ) -> None:
        self.executor_id = new_id("exe")
        self._database = database
        self._clock = clock
        self._queues: list[_Queue] = []
        self._repeated: list[_Repeated] = []
        self._tasks: list[asyncio.Task[None]] = []
        self._supervisor = Supervisor(
            database, self.executor_id, beat_every_s=beat_every_s, dead_after_s=dead_after_s
        )
        self._engine = system_engine(database.url, database.revive)

    def step(self, name: str, run: Step, *, attempts: int = 1, first_wait_s: float = 1.0) -> Step:
        """*run* as a step, to be awaited inside a workflow. It is tried so many times, waiting twice as long each time."""
        retrying = {
            "retries_allowed": attempts > 1,
            "max_attempts": max(attempts, 2),
            "interval_seconds": first_wait_s,
        }
        return DBOS.step(name=name, **retrying)(run)  # type: ignore[arg-type]

    def workflow(self, name: str, run: Workflow) -> Workflow:
        """*run* as a workflow. What it does beside awaiting steps has to come out the same each time."""
        return DBOS.workflow(name=name)(run)

    def queue(
        self, name: str, *, per_executor: int, everywhere: int | None = None, poll_every_s: float = 1.0
    ) -> None:
        """A queue, of which each executor carries out so many workflows at a time, and all together *everywhere*."""
        self._queues.append(_Queue(name, per_executor, everywhere, poll_every_s))

    def every(self, seconds: float, name: str, queue: str, workflow: Workflow, *arguments: Json) -> None:
        """Enqueue the workflow each so many seconds: once over all executors, and not while the one before goes on."""
        self._repeated.append(_Repeated(name, seconds, queue, workflow, arguments))

    async def start(self) -> None:
        """Begin to carry out what is in the queues. Raises DBAPIError, DBOSException."""
        await self._supervisor.beat()
        # Not left to `launch`, which would hold up this loop: an index that is built in the background waits for every
        # transaction under way, and those of this process could not end.
        await asyncio.to_thread(DBOS.migrate, self._database.url, schema=SCHEMA)
        DBOS(config=configuration(self._database.url, self.executor_id, self._engine))
        be_quiet()
        DBOS.launch()  # in this thread, so that workflows run in this loop, beside the database's connections
        for queue in self._queues:
            await DBOS.register_queue_async(
                queue.name,
                worker_concurrency=queue.per_executor,
                global_concurrency=queue.everywhere,
                polling_interval_sec=queue.poll_every_s,
                on_conflict="always_update",
            )
        loops = (self._supervisor.run(), self._keep_tidy(), *(self._repeat(one) for one in self._repeated))
        self._tasks = [asyncio.create_task(each) for each in loops]
        for task in self._tasks:
            task.add_done_callback(_report)

    async def stop(self, *, within_s: int = 10) -> None:
        """Take nothing new, give what runs so much time, and leave the rest to others."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        loop, threads = asyncio.get_running_loop(), ThreadPoolExecutor()
        await loop.run_in_executor(threads, _end_engine, within_s)
        loop.set_default_executor(threads)  # DBOS had put its own there, which has ended
        await self._supervisor.leave()
        await asyncio.to_thread(self._engine.dispose)

    async def enqueue(
        self,
        queue: str,
        workflow: Workflow,
        *arguments: Json,
        id: str | None = None,  # noqa: A002 -- the field's own word for it
        unless_running: str | None = None,
    ) -> WorkflowHandleAsync[Any]:
        """Have the workflow carried out, by whichever executor has room; `await handle.get_result()` waits for it.

        *id*: a second workflow with the same id is not begun, the first one's handle is returned. *unless_running*: nor is a
        second one with the same such name while the first waits or runs.
        """
        with contextlib.ExitStack() as options:
            if id is not None:
                options.enter_context(SetWorkflowID(id))
            if unless_running is not None:
                only_one = SetEnqueueOptions(
                    deduplication_id=unless_running, duplication_policy="return-existing"
                )
                options.enter_context(only_one)
            return await DBOS.enqueue_workflow_async(queue, workflow, *arguments)  # type: ignore[arg-type]

    async def _repeat(self, one: _Repeated) -> None:
        while True:
            now_s = self._clock().timestamp()
            number = int(now_s // one.every_s)
            name = f"{one.name}-{number}"
            try:
                await self.enqueue(one.queue, one.workflow, *one.arguments, id=name, unless_running=one.name)
            except (DBAPIError, dbos_error.DBOSException) as error:
                _logger.warning("%s was not begun: %s", name, type(error).__name__)
            await asyncio.sleep((number + 1) * one.every_s - now_s)

    async def _keep_tidy(self) -> None:
        while True:
            await keep_tidy(self._database, self._clock())
            await asyncio.sleep(_UPKEEP_EVERY_S)


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        _logger.error("a part of the executor has ended", exc_info=error)


def _end_engine(within_s: int) -> None:
    DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=within_s)
