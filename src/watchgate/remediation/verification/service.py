"""How does an object that is done become verified? Its entry in the audit log is looked for, and it is looked for itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation import store as all_requests
from watchgate.remediation.carrying_out import store as carrying
from watchgate.remediation.carrying_out.entries import CARRIER, about, whose
from watchgate.remediation.lifecycle import Step, after
from watchgate.remediation.model import ObjectState, RequestState
from watchgate.remediation.ports import Upstream
from watchgate.remediation.request import Request, RequestObject
from watchgate.remediation.verification import store
from watchgate.remediation.verification.evidence import OwnCall, own_call
from watchgate.remediation.verification.judging import Case, Finding, Look, is_confirmed, judge
from watchgate.remediation.verification.looking import earlier, entry_before, look
from watchgate.remediation.writing import record, save
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring, WorkspaceSealer

BATCH = 40
AT_ONCE = 4
_REQUESTS_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Verification:
    """Looks after objects that are done. *window*: for so long."""

    database: Database
    keyring: Keyring
    upstream: Upstream
    clock: Clock
    window: timedelta

    async def turn(self) -> int:
        """Look after a batch of what is due; how many objects that were."""
        async with self.database.read() as tx:
            due = await store.due(tx, self.clock(), BATCH)
            requests = await store.requests(tx, sorted({one.request_id for one in due}))
        for workspace_id in {one.workspace_id for one in due}:
            objects = [one for one in due if one.workspace_id == workspace_id]
            calls = await self._calls(workspace_id, objects)
            turns = asyncio.Semaphore(AT_ONCE)
            checks = [self._check(requests[one.request_id], one, calls, turns) for one in objects]
            await asyncio.gather(*checks)
        async with self.database.read() as tx:
            ready = await store.verifiable(tx, _REQUESTS_AT_ONCE)
        for request_id in ready:
            await self._finish(request_id)
        return len(due)

    async def _calls(self, workspace_id: UUID, objects: Sequence[RequestObject]) -> Sequence[OwnCall]:
        """What the audit log has of our calls since the first of these objects was asked for."""
        times = [one.attempted_at for one in objects if one.attempted_at is not None]
        if not times:
            return []
        async with self.database.read() as tx:
            try:
                sealer = await self.keyring.existing(tx, workspace_id)
            except DataKeyErased:  # the workspace was removed, and its log with it
                return []
            sealed = await store.entries(tx, workspace_id, min(times) - store.LEAD)
        found = [_opened(sealer, entry) for entry in sealed]
        return [call for call in found if call is not None]

    async def _check(
        self, request: Request, one: RequestObject, calls: Sequence[OwnCall], turns: asyncio.Semaphore
    ) -> None:
        async with turns:
            seen = await self._look(request, one)
        call = next((call for call in calls if call.tells_of(request.action, one.target)), None)
        async with self.database.begin() as tx:
            locked = await store.lock(tx, one)
            if locked.due_at == one.due_at and locked.state in store.WATCHED:
                await self._write(tx, request, locked, seen, call)

    async def _look(self, request: Request, one: RequestObject) -> Look | None:
        """The latest look: again, unless an earlier one has said all that there is to say."""
        before = earlier(one)
        if not request.acts_upstream or (before and is_confirmed(request.action, before.seen)):
            return before
        return await look(self.upstream, one, self.clock()) or before

    async def _write(
        self,
        tx: AsyncConnection,
        request: Request,
        one: RequestObject,
        seen: Look | None,
        call: OwnCall | None,
    ) -> None:
        now = self.clock()
        assert one.done_at is not None
        case = Case(
            request.action,
            one.state is ObjectState.WAS_GONE,
            one.done_at,
            one.done_at + self.window,
            call or entry_before(one),
            seen,
            None if request.acts_upstream else one.done_at,
        )
        finding = judge(case, now)
        await _keep(tx, one, finding, now)
        if _adds(one, finding):
            settled = replace(one, state=finding.state or one.state)
            said = about(request, settled) | _entry(finding)
            await outbox.record(tx, events.OBJECT_VERIFIED, said, whose(settled))

    async def _finish(self, request_id: str) -> None:
        async with self.database.begin() as tx:
            request = await all_requests.lock(tx, request_id)
            if request is None or request.state is not RequestState.DONE:
                return
            verified = replace(request, state=after(Step.VERIFY, request.state))
            await save(tx, request, verified)
            counts = (await all_requests.counts(tx, [request_id])).get(request_id, {})
            objects: dict[str, Json] = dict(counts)
            await record(tx, events.VERIFIED, verified, CARRIER, {"objects": objects})


def _opened(sealer: WorkspaceSealer, entry: store.SealedEntry) -> OwnCall | None:
    opened = sealer.open(entry.sealed, context=b"event:" + entry.event_id.encode())
    return own_call(entry.event_id, entry.occurred_at, entry.actor, msgspec.json.decode(opened))


async def _keep(tx: AsyncConnection, one: RequestObject, finding: Finding, now: datetime) -> None:
    values: dict[str, object] = {"verification": dict(finding.verification), "due_at": finding.due_at}
    if finding.state is not None and finding.state is not one.state:
        values |= {"state": finding.state.value, "verified_at": now}
    await carrying.change(tx, one, **values)


def _adds(one: RequestObject, finding: Finding) -> bool:
    """Is something known that was not: a state, or a second proof?"""
    if finding.state is None:
        return False
    before = one.verification or {}
    return finding.state is not one.state or any(
        (before.get(name) is None) is not (finding.verification[name] is None) for name in _PROOFS
    )


def _entry(finding: Finding) -> dict[str, Json]:
    said = finding.verification
    proofs = {name: said[name] for name in _PROOFS}
    return {"result": said["result"], **proofs, "reason": said["reason"], "until": said["until"]}


_PROOFS = ("audit_log", "re_read", "own_copy")
