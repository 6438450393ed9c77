"""What becomes of an object once OpenAI has answered? State, answer, our own copy and the entry: one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation import events
from watchgate.remediation import store as requests
from watchgate.remediation.carrying_out import store
from watchgate.remediation.carrying_out.claiming import Claimed
from watchgate.remediation.carrying_out.entries import CARRIER, record_done, record_failed
from watchgate.remediation.carrying_out.judging import Again, Failed, Settled, Stopped, Verdict
from watchgate.remediation.lifecycle import Step, after
from watchgate.remediation.model import Action, ObjectState, RequestState
from watchgate.remediation.ports import OwnCopy
from watchgate.remediation.request import Request, RequestObject
from watchgate.remediation.writing import record, save
from watchgate.storage.database import Database

FIRST_LOOK = timedelta(seconds=5)
"""So soon after it was done it is looked whether it is."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Writes down what became of objects."""

    database: Database
    own_copy: OwnCopy

    async def settle(self, claimed: Claimed, verdict: Verdict, now: datetime) -> None:
        """Once: whoever comes second, after his lease was over, changes nothing."""
        async with self.database.begin() as tx:
            lock = requests.lock if isinstance(verdict, Stopped) else store.share
            request = await lock(tx, claimed.request.id)
            if request is None:
                return
            one = await store.lock_object(tx, request.id, claimed.object.number)
            if one.state is not ObjectState.ACTING:
                return
            if one.attempts != claimed.object.attempts and not isinstance(verdict, Settled):
                return
            await self._write(tx, request, one, verdict, now)

    async def _write(
        self, tx: AsyncConnection, request: Request, one: RequestObject, verdict: Verdict, now: datetime
    ) -> None:
        match verdict:
            case Settled():
                await self._done(tx, request, one, verdict, now)
            case Again():
                await _again(tx, request, one, verdict, now)
            case Failed():
                await _failed(tx, request, one, verdict)
            case Stopped():
                await _stopped(tx, request, one, verdict)
            case unreachable:
                assert_never(unreachable)

    async def _done(
        self, tx: AsyncConnection, request: Request, one: RequestObject, verdict: Settled, now: datetime
    ) -> None:
        removed = (
            {}
            if request.action is Action.ISOLATE
            else await self.own_copy.remove(tx, request.workspace_id, request.action, one.target)
        )
        done = replace(
            one,
            state=verdict.state,
            upstream_status=verdict.status,
            upstream_answer=verdict.answer,
            note=verdict.note,
        )
        await store.change(
            tx,
            one,
            state=done.state.value,
            upstream_status=done.upstream_status,
            upstream_answer=dict(verdict.answer),
            done_at=now,
            note=done.note,
            due_at=now + FIRST_LOOK,
        )
        await record_done(tx, request, done, removed)


async def _again(
    tx: AsyncConnection, request: Request, one: RequestObject, verdict: Again, now: datetime
) -> None:
    state = ObjectState.ACTING if verdict.is_unclear else ObjectState.WAITING
    if state is ObjectState.WAITING and request.state is RequestState.CANCELLED:
        await store.change(tx, one, state=ObjectState.CANCELLED.value, due_at=None)
        return
    attempts = one.attempts if verdict.is_counted else one.attempts - 1
    due_at = now + verdict.after
    await store.change(tx, one, state=state.value, attempts=attempts, due_at=due_at, note=verdict.note)


async def _failed(tx: AsyncConnection, request: Request, one: RequestObject, verdict: Failed) -> None:
    failed = replace(one, state=ObjectState.FAILED, upstream_status=verdict.status, note=verdict.note)
    await store.change(
        tx, one, state=failed.state.value, upstream_status=verdict.status, note=verdict.note, due_at=None
    )
    await record_failed(tx, request, failed)


async def _stopped(tx: AsyncConnection, request: Request, one: RequestObject, verdict: Stopped) -> None:
    if request.state not in {RequestState.RUNNING, RequestState.PAUSED}:
        await _failed(tx, request, one, Failed(verdict.note))
        return
    state = ObjectState.ACTING if verdict.is_unclear else ObjectState.WAITING
    attempts = one.attempts - 1
    await store.change(tx, one, state=state.value, attempts=attempts, due_at=None, note=verdict.note)
    if request.state is RequestState.RUNNING:
        paused = replace(request, state=after(Step.PAUSE, request.state), note=verdict.note)
        await save(tx, request, paused)
        await record(tx, events.PAUSED, paused, CARRIER, payload={"note": verdict.note})
