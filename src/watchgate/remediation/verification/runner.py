"""When is it looked whether what was deleted is gone? Every few seconds what is due, by one worker at a time."""

import time

from watchgate.remediation.verification.service import BATCH, Verification
from watchgate.storage.jobs import Jobs

EVERY_S = 10.0
TURN_S = 8.0
"""A turn goes on for so long while there is more that is due."""
_QUEUE = "remediation.verify"


def register(jobs: Jobs, verification: Verification) -> None:
    """A worker's share of it. Before the jobs start."""

    async def turn() -> int:  # a function of its own: DBOS cannot mark a method
        until = time.monotonic() + TURN_S
        checked = count = await verification.turn()
        while count == BATCH and time.monotonic() < until:
            checked += (count := await verification.turn())
        return checked

    step = jobs.step(_QUEUE, turn)

    async def workflow() -> None:
        await step()

    jobs.queue(_QUEUE, per_executor=1, poll_every_s=1.0)
    jobs.every(EVERY_S, _QUEUE, _QUEUE, jobs.workflow(_QUEUE, workflow))
