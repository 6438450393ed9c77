"""How does a request come about and get decided? Each step is one transaction: the row locked, the state checked, the ledger told."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.remediation import events, store
from watchgate.remediation.errors import AllHeld, KeyRefuses, WrongState
from watchgate.remediation.four_eyes import check_is_own, check_may_decide
from watchgate.remediation.lifecycle import Step, after
from watchgate.remediation.model import RequestState
from watchgate.remediation.planned import objects_of, planned
from watchgate.remediation.planning import Planner
from watchgate.remediation.proposal import Proposal, check
from watchgate.remediation.request import Request, reason_context
from watchgate.remediation.thresholds import Thresholds, approval, facts_of
from watchgate.remediation.turns import Turns
from watchgate.remediation.writing import record, said, save
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces import store as workspaces
from watchgate.workspaces.errors import UnknownWorkspace
from watchgate.workspaces.model import WorkspaceState


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a plan may wait to be requested; a request to be decided; and what was approved, to be begun."""

    plan: timedelta = timedelta(hours=24)
    decision: timedelta = timedelta(hours=72)
    start: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Remediation:
    """Plans, requests and decisions. What was approved is carried out elsewhere (`carrying_out`)."""

    database: Database
    keyring: Keyring
    planner: Planner
    clock: Clock
    thresholds: Thresholds = field(default_factory=Thresholds)
    terms: Terms = field(default_factory=Terms)

    async def plan(self, caller: Caller, proposal: Proposal) -> Request:
        """A dry-run, kept for a day. Raises UnknownWorkspace, NotPlannable, UnknownObject, TooManyObjects."""
        await self._check_workspace(caller, proposal)
        check(proposal)
        plan = await self.planner.plan(proposal)
        now = self.clock()
        request = planned(caller, proposal, plan, self.thresholds, now)
        async with self.database.begin() as tx:
            sealer = await self.keyring.existing(tx, proposal.workspace_id)
            sealed = sealer.seal(proposal.reason.reveal().encode(), context=reason_context(request.id))
            request = replace(request, reason_sealed=sealed, expires_at=now + self.terms.plan)
            await store.insert_request(tx, request)
            await store.insert_objects(tx, objects_of(request, plan))
            more: dict[str, Json] = {
                "action": request.action.value,
                "also_upstream": request.also_upstream,
                "origin": request.origin.value,
                "objects": len(plan.objects),
            }
            if request.rule_id is not None:
                more["rule"] = request.rule_id
            await record(tx, events.PLANNED, request, caller, more, {"reason": proposal.reason.reveal()})
        return request

    async def request(self, caller: Caller, request_id: str) -> Request:
        """Ask that the plan be carried out: as it stands, with these objects. Only who planned it may.

        Raises UnknownRequest, NotYours, WrongState, Expired, KeyRefuses, AllHeld.
        """
        planned = await self._turns.visible(caller, request_id)
        await self._check_key(planned)
        async with self._turns.locked(caller, request_id) as (tx, request):
            check_is_own(caller, request)
            state = after(Step.REQUEST, request.state)
            await self._check_holds(tx, request)
            now = self.clock()
            decision = approval(self.thresholds, facts_of(request), now)
            if not decision.is_needed:
                state = RequestState.APPROVED
            changed = replace(
                request,
                state=state,
                requested_at=now,
                needs_approval=decision.is_needed,
                approval_note=decision.note,
                expires_at=self._until(request, state, now),
            )
            await save(tx, request, changed)
            more: dict[str, Json] = {"objects": request.plan["objects"], "needs_approval": decision.is_needed}
            await record(tx, events.REQUESTED, changed, caller, more)
        return changed

    async def approve(self, caller: Caller, request_id: str, comment: Content | None = None) -> Request:
        """Say yes to it, as somebody who has no hand in it. Raises UnknownRequest, NotYours, WrongState, Expired."""
        return await self._decide(caller, request_id, Step.APPROVE, events.APPROVED, comment)

    async def reject(self, caller: Caller, request_id: str, comment: Content) -> Request:
        """Say no to it, and why. Raises UnknownRequest, NotYours, WrongState, Expired."""
        return await self._decide(caller, request_id, Step.REJECT, events.REJECTED, comment)

    async def withdraw(self, caller: Caller, request_id: str, comment: Content | None = None) -> Request:
        """Take it back, before it runs. Raises UnknownRequest, NotYours, WrongState, Expired."""
        async with self._turns.locked(caller, request_id) as (tx, request):
            check_is_own(caller, request)
            now = self.clock()
            changed = replace(
                request, state=after(Step.WITHDRAW, request.state), finished_at=now, expires_at=None
            )
            await save(tx, request, changed)
            await self._turns.comment(tx, caller, request, comment)
            await record(tx, events.WITHDRAWN, changed, caller)
        return changed

    async def emergency(self, caller: Caller, request_id: str, reason: Content) -> Request:
        """Approve it alone, one's own as well, because it cannot wait. It stays listed until somebody else acknowledges it.

        Raises UnknownRequest, WrongState, Expired, KeyRefuses, AllHeld.
        """
        await self._check_key(await self._turns.visible(caller, request_id))
        async with self._turns.locked(caller, request_id) as (tx, request):
            state = after(Step.EMERGENCY, request.state)
            await self._check_holds(tx, request)
            now = self.clock()
            changed = replace(
                request,
                state=state,
                is_emergency=True,
                requested_at=request.requested_at or now,
                decided_by=caller.principal,
                decided_by_name=caller.name,
                decided_at=now,
                involved=tuple(sorted({*request.involved, *caller.behind})),
                approval_note="Carried out as an emergency, without a second person's approval.",
                starts_after=None,
                expires_at=self._until(request, state, now),
            )
            await save(tx, request, changed)
            await self._turns.comment(tx, caller, request, reason)
            more: dict[str, Json] = {"objects": request.plan["objects"], "action": request.action.value}
            await record(tx, events.EMERGENCY, changed, caller, more, {"reason": reason.reveal()})
        return changed

    async def acknowledge(self, caller: Caller, request_id: str, comment: Content | None = None) -> Request:
        """Take note of an emergency, as somebody who has no hand in it. Raises UnknownRequest, NotYours, WrongState."""
        async with self._turns.locked(caller, request_id, may_expire=False) as (tx, request):
            if not request.is_emergency or request.acknowledged_at is not None:
                raise WrongState("There is no emergency here that waits to be acknowledged.")
            check_may_decide(caller, request.involved, "request")
            changed = replace(
                request,
                acknowledged_by=caller.principal,
                acknowledged_by_name=caller.name,
                acknowledged_at=self.clock(),
            )
            await save(tx, request, changed)
            await self._turns.comment(tx, caller, request, comment)
            await record(tx, events.ACKNOWLEDGED, changed, caller)
        return changed

    async def comment(self, caller: Caller, request_id: str, text: Content) -> str:
        """Say something about it; the comment's id. Raises UnknownRequest."""
        async with self._turns.locked(caller, request_id, may_expire=False) as (tx, request):
            comment_id = await self._turns.comment(tx, caller, request, text)
            assert comment_id is not None
        return comment_id

    async def expire_due(self) -> int:
        """End what has waited too long; how many."""
        return await self._turns.expire_due()

    @property
    def _turns(self) -> Turns:
        return Turns(self.database, self.keyring, self.clock)

    async def _decide(
        self, caller: Caller, request_id: str, step: Step, word: str, comment: Content | None
    ) -> Request:
        async with self._turns.locked(caller, request_id) as (tx, request):
            check_may_decide(caller, request.involved, "request")
            state = after(step, request.state)
            now = self.clock()
            changed = replace(
                request,
                state=state,
                decided_by=caller.principal,
                decided_by_name=caller.name,
                decided_at=now,
                finished_at=now if state is RequestState.REJECTED else None,
                expires_at=self._until(request, state, now),
            )
            await save(tx, request, changed)
            await self._turns.comment(tx, caller, request, comment)
            more: dict[str, Json] = {"objects": request.plan["objects"]}
            await record(tx, word, changed, caller, more, said(comment))
        return changed

    def _until(self, request: Request, state: RequestState, now: datetime) -> datetime | None:
        match state:
            case RequestState.REQUESTED:
                return now + self.terms.decision
            case RequestState.APPROVED:
                return max(now, request.starts_after or now) + self.terms.start
            case _:
                return None

    async def _check_workspace(self, caller: Caller, proposal: Proposal) -> None:
        async with self.database.read() as tx:
            found = await workspaces.by_id(tx, proposal.workspace_id)
        if found is None or not caller.may_see(proposal.workspace_id):
            raise UnknownWorkspace("There is no such workspace.")
        if found.state is WorkspaceState.REMOVING:
            raise WrongState("The workspace is being removed, with everything in it.")

    async def _check_key(self, request: Request) -> None:
        if request.acts_upstream and (refusal := await self.planner.upstream.refuses(request.workspace_id)):
            raise KeyRefuses(refusal)

    async def _check_holds(self, tx: AsyncConnection, request: Request) -> None:
        objects = await store.objects(tx, request.id, 0, int(str(request.plan["objects"])))
        targets = [one.target for one in objects]
        held = await self.planner.holds.holding(tx, request.workspace_id, targets)
        if targets and len(held) == len(targets):
            raise AllHeld(
                f"Legal holds keep all of its objects ({', '.join(sorted(set(held.values()))[:3])})."
                " Whoever placed them has to release them first."
            )
