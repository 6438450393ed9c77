"""When does a worker carry out which request? It looks every second; a turn of a few seconds each, several objects at a time.

A worker that dies takes one turn with it, not the request: the next turn, which any worker takes, begins within seconds.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import DBAPIError

from watchgate.remediation.carrying_out import store
from watchgate.remediation.carrying_out.finishing import Finishing
from watchgate.remediation.carrying_out.service import CarryingOut
from watchgate.remediation.carrying_out.step import Carrier, Stepped
from watchgate.storage.jobs import Jobs

log = logging.getLogger("watchgate.remediation")

LOOK_EVERY_S = 1.0
TURN_S = 4.0
TURN_EVERY_S = 5
AT_ONCE = 4
"""Objects of one request that are under way at the same time."""
_IDLE_S = 0.25
_IDLE_TIMES = 6
"""Then others have their turn; what is due later comes with a later one."""
_KEPT_TURNS = 12
"""A turn that has waited longer in the queue is dropped: enough others were offered since."""
_MOST_REQUESTS = 200
_QUEUE = "remediation.carry_out"


class CarryingRunner:
    """A worker's share of carrying out. Register before the jobs start; `run` after."""

    def __init__(self, jobs: Jobs, carrying_out: CarryingOut, carrier: Carrier, finishing: Finishing) -> None:
        self._jobs = jobs
        self._carrying_out = carrying_out
        self._carrier = carrier
        self._finishing = finishing
        self._offered: dict[str, int] = {}

    def register(self) -> None:
        """Say what there is to be carried out."""

        async def carry_out(
            request_id: str, turn: int
        ) -> None:  # a function of its own: DBOS cannot mark a method
            if self._number() <= turn + _KEPT_TURNS:
                await self.turn(request_id)

        step = self._jobs.step(_QUEUE, carry_out)

        async def workflow(request_id: str, turn: int) -> None:
            await step(request_id, turn)

        self._turns: Callable[..., Awaitable[object]] = self._jobs.workflow(_QUEUE, workflow)
        self._jobs.queue(_QUEUE, per_executor=2, poll_every_s=LOOK_EVERY_S / 2)

    async def run(self) -> None:
        """Begin what is to be begun and offer what is not finished, until cancelled."""
        while True:
            try:
                await self._look()
            except (DBAPIError, OSError, TimeoutError) as error:
                log.warning("remediation.waits_for_database: %s", type(error).__name__)
            await asyncio.sleep(LOOK_EVERY_S)

    async def turn(self, request_id: str) -> None:
        """Carry out objects of the request for a while."""
        until = time.monotonic() + TURN_S
        await asyncio.gather(*(self._lane(request_id, until) for _ in range(AT_ONCE)))
        await self._finishing.finish(request_id)

    async def _look(self) -> None:
        await self._carrying_out.start_due()
        number = self._number()
        async with self._carrying_out.database.read() as tx:
            busy = await store.with_work(tx, self._carrying_out.clock(), _MOST_REQUESTS)
        self._offered = {one: turn for one, turn in self._offered.items() if one in busy}
        for request_id in busy:
            if self._offered.get(request_id) != number:
                name = f"{_QUEUE} {request_id} {number}"
                await self._jobs.enqueue(_QUEUE, self._turns, request_id, number, id=name)
                self._offered[request_id] = number

    async def _lane(self, request_id: str, until: float) -> None:
        idle = 0
        while time.monotonic() < until and idle < _IDLE_TIMES:
            try:
                stepped = await self._carrier.step(request_id)
            except (DBAPIError, OSError, TimeoutError) as error:
                log.warning("remediation.waits_for_database: %s", type(error).__name__)
                return
            # Whatever it is: its object is tried again when the lease is over, and at last given up; others go on.
            except Exception:
                log.exception("remediation.step_broke: %s", request_id)
                return
            if stepped is Stepped.OVER:
                return
            idle = idle + 1 if stepped is Stepped.WAITS else 0
            if idle:
                await asyncio.sleep(_IDLE_S)

    def _number(self) -> int:
        return int(self._carrying_out.clock().timestamp()) // TURN_EVERY_S
