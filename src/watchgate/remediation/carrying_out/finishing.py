"""When is a request done? When no object of it is open any more; its sums say what became of them."""

from dataclasses import dataclass, replace

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.remediation import events
from watchgate.remediation import store as requests
from watchgate.remediation.carrying_out import store
from watchgate.remediation.carrying_out.entries import CARRIER
from watchgate.remediation.lifecycle import Step, after
from watchgate.remediation.model import ObjectState, RequestState
from watchgate.remediation.writing import record, save
from watchgate.storage.database import Database

_NOT_DONE = (ObjectState.FAILED, ObjectState.HELD, ObjectState.CANCELLED)


@dataclass(frozen=True, slots=True)
class Finishing:
    """Ends what is over."""

    database: Database
    clock: Clock

    async def finish(self, request_id: str) -> bool:
        """Is it done now?"""
        async with self.database.begin() as tx:
            request = await requests.lock(tx, request_id)
            if request is None or request.state is not RequestState.RUNNING:
                return False
            if await store.has_open(tx, request_id):
                return False
            counts = dict((await requests.counts(tx, [request_id])).get(request_id, {}))
            done = replace(
                request,
                state=after(Step.FINISH, request.state),
                finished_at=self.clock(),
                note=_not_done(counts),
            )
            await save(tx, request, done)
            objects: dict[str, Json] = dict(counts)
            await record(tx, events.FINISHED, done, CARRIER, {"objects": objects})
        return True


def _not_done(counts: dict[str, int]) -> str | None:
    left = [f"{counts[state.value]} {state.value}" for state in _NOT_DONE if counts.get(state.value)]
    return f"Not all of it was done: {', '.join(left)}. Each object says why." if left else None
