"""When do notices go out? Within half a minute, by one worker at a time, durably."""

from watchgate.remediation.notices.service import Notices
from watchgate.storage.jobs import Jobs

EVERY_S = 30.0
_QUEUE = "remediation.notices"


def register(jobs: Jobs, notices: Notices) -> None:
    """A worker's share of it. Before the jobs start."""

    async def send_due() -> int:  # a function of its own: DBOS cannot mark a method
        return await notices.send_due()

    step = jobs.step(_QUEUE, send_due)

    async def workflow() -> None:
        await step()

    jobs.queue(_QUEUE, per_executor=1, everywhere=1)
    jobs.every(EVERY_S, _QUEUE, _QUEUE, jobs.workflow(_QUEUE, workflow))
