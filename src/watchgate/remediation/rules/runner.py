"""When are rules looked at? Every minute those whose time has come, by one worker at a time, durably."""

from watchgate.remediation.rules.opening import Opening
from watchgate.storage.jobs import Jobs

EVERY_S = 60.0
_QUEUE = "remediation.rules"


def register(jobs: Jobs, opening: Opening) -> None:
    """A worker's share of it. Before the jobs start."""

    async def turn() -> int:  # a function of its own: DBOS cannot mark a method
        return await opening.turn()

    step = jobs.step(_QUEUE, turn)

    async def workflow() -> None:
        await step()

    jobs.queue(_QUEUE, per_executor=1, everywhere=1)
    jobs.every(EVERY_S, _QUEUE, _QUEUE, jobs.workflow(_QUEUE, workflow))
