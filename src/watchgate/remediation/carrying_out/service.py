"""How does a person begin, stop and go on with what was approved? Workers do the rest: they look every second."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.remediation import events
from watchgate.remediation import store as requests
from watchgate.remediation.carrying_out import store
from watchgate.remediation.carrying_out.entries import CARRIER
from watchgate.remediation.errors import WrongState
from watchgate.remediation.lifecycle import Step, after
from watchgate.remediation.model import RequestState
from watchgate.remediation.request import Request
from watchgate.remediation.turns import Turns
from watchgate.remediation.writing import record, save
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

_STARTED_AT_ONCE = 100
_JUST_NOW = timedelta(minutes=1)
_BEGUN = frozenset({RequestState.RUNNING, RequestState.DONE, RequestState.VERIFIED})


@dataclass(frozen=True, slots=True)
class CarryingOut:
    """The port `CarriesOut`."""

    database: Database
    keyring: Keyring
    clock: Clock

    async def run(self, caller: Caller, request_id: str) -> Request:
        """Begin what was approved. Raises UnknownRequest, WrongState (in its grace period too), Expired."""
        async with self._turns.locked(caller, request_id) as (tx, request):
            if self._has_just_begun(request):
                return request  # a worker was faster
            state = after(Step.START, request.state)
            if request.starts_after is not None and self.clock() < request.starts_after:
                raise WrongState(
                    f"Its grace period ends at {request.starts_after:%Y-%m-%d %H:%M} UTC; it begins by itself then."
                )
            return await self._start(tx, request, state, caller)

    async def pause(self, caller: Caller, request_id: str) -> Request:
        """Stop after the object that is under way. Raises UnknownRequest, WrongState."""
        async with self._turns.locked(caller, request_id) as (tx, request):
            paused = replace(request, state=after(Step.PAUSE, request.state), note=None)
            await save(tx, request, paused)
            await record(tx, events.PAUSED, paused, caller)
        return paused

    async def resume(self, caller: Caller, request_id: str) -> Request:
        """Go on; what waits for its next attempt has it at once. Raises UnknownRequest, WrongState."""
        async with self._turns.locked(caller, request_id) as (tx, request):
            resumed = replace(request, state=after(Step.RESUME, request.state), note=None)
            await save(tx, request, resumed)
            await store.due_at_once(tx, request_id, self.clock())
            await record(tx, events.RESUMED, resumed, caller)
        return resumed

    async def cancel(self, caller: Caller, request_id: str) -> Request:
        """Stop for good; the object that is under way is finished. Raises UnknownRequest, WrongState, Expired."""
        async with self._turns.locked(caller, request_id) as (tx, request):
            now = self.clock()
            cancelled = replace(
                request,
                state=after(Step.CANCEL, request.state),
                finished_at=now,
                expires_at=None,
                note=None,
            )
            await save(tx, request, cancelled)
            count = await store.cancel_waiting(tx, request_id)
            await store.due_at_once(tx, request_id, now)
            more: dict[str, Json] = {"objects": count}
            await record(tx, events.CANCELLED, cancelled, caller, more)
        return cancelled

    async def start_due(self) -> int:
        """Begin what was approved and whose time has come; how many."""
        now = self.clock()
        async with self.database.read() as tx:
            ready = await store.startable(tx, now, _STARTED_AT_ONCE)
        return sum([await self._start_if_due(request_id, now) for request_id in ready])

    async def _start_if_due(self, request_id: str, now: datetime) -> bool:
        async with self.database.begin() as tx:
            request = await requests.lock(tx, request_id)
            if request is None or request.state is not RequestState.APPROVED:
                return False
            if request.expires_at is not None and request.expires_at <= now:
                return False
            await self._start(tx, request, after(Step.START, request.state), CARRIER)
        return True

    async def _start(
        self, tx: AsyncConnection, request: Request, state: RequestState, caller: Caller
    ) -> Request:
        started = replace(request, state=state, started_at=self.clock(), expires_at=None, note=None)
        await save(tx, request, started)
        more: dict[str, Json] = {"objects": request.plan["objects"], "action": request.action.value}
        await record(tx, events.STARTED, started, caller, more)
        return started

    def _has_just_begun(self, request: Request) -> bool:
        is_new = request.started_at is not None and self.clock() - request.started_at < _JUST_NOW
        return is_new and request.state in _BEGUN

    @property
    def _turns(self) -> Turns:
        return Turns(self.database, self.keyring, self.clock)
