"""What does OpenAI show of the objects of a plan? Of many, a sample is looked at, within a bounded time; the plan says so."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from watchgate.openai.errors import NeedsAttention, OpenAIFailure
from watchgate.remediation.model import Target
from watchgate.remediation.ports import Presence, Seen, Upstream


@dataclass(frozen=True, slots=True)
class Looking:
    """How much is looked at: so many objects, so many at once, for so long."""

    objects: int = 40
    at_once: int = 4
    seconds: float = 20.0


def sample(targets: Sequence[Target], size: int) -> Sequence[Target]:
    """*size* of them, evenly spread, the first among them."""
    if len(targets) <= size:
        return targets
    return [targets[number * len(targets) // size] for number in range(size)]


async def look(
    upstream: Upstream, workspace_id: UUID, targets: Sequence[Target], looking: Looking
) -> Mapping[Target, Seen]:
    """What was seen of those that were looked at. Changes nothing, and never fails: what OpenAI did not say is unknown."""
    seen: dict[Target, Seen] = {}
    turns = asyncio.Semaphore(looking.at_once)

    async def one(target: Target) -> None:
        async with turns:
            seen[target] = await _look(upstream, workspace_id, target)

    tasks = [asyncio.create_task(one(target)) for target in sample(targets, looking.objects)]
    if not tasks:
        return seen
    _, late = await asyncio.wait(tasks, timeout=looking.seconds)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()) is not None:
            raise error
    return seen


async def _look(upstream: Upstream, workspace_id: UUID, target: Target) -> Seen:
    try:
        return await upstream.look(workspace_id, target)
    except NeedsAttention as refused:
        return Seen(Presence.UNKNOWN, f"{refused} {refused.remedy}")
    except OpenAIFailure as failed:
        return Seen(Presence.UNKNOWN, str(failed))
