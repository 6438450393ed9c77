"""What does a rule do when its time has come? It opens a request for what is new, tells the owners, and, if it was approved, has it run.

    look     new objects (not in an open or done request, not held, within the hour's cap) → plan → request → notices
    approved → the approver's word counts for this request too, if he may still give it
    ready    approved, grace period over, every notice delivered → run

Each step finds what the one before has left, so that a crash between two of them is made good by the next look.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

from watchgate.http.permissions import Caller, Permission
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.remediation.errors import AllHeld, KeyRefuses, NotYours, WrongState
from watchgate.remediation.model import RequestState, Target
from watchgate.remediation.notices.model import NoticeState
from watchgate.remediation.notices.service import Notices
from watchgate.remediation.ports import Holds
from watchgate.remediation.proposal import Assets, Proposal
from watchgate.remediation.query_json import filter_from
from watchgate.remediation.request import Request
from watchgate.remediation.rules import store
from watchgate.remediation.rules.model import Rule
from watchgate.remediation.rules.telling import tell_owners
from watchgate.remediation.service import Remediation
from watchgate.remediation.store import places
from watchgate.remediation.store.matching import matching
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring

log = logging.getLogger(__name__)

LOOK_EVERY = timedelta(minutes=10)
AFTER_PROBLEM = timedelta(hours=1)
_RULES_AT_ONCE = 100
_MOST_NOTICES = 1000
_MOST_PASSED_OVER = 5000
"""So many objects that are held, or whose owner nobody knows, do not hide the others."""

PersonNow = Callable[[str], Awaitable[Caller | None]]
"""Who is this principal, and what may he do now? None when he is nobody any more."""


class Runs(Protocol):
    """Begins what was approved (port `CarriesOut`)."""

    async def run(self, caller: Caller, request_id: str) -> object:
        """Raises UserError."""
        ...


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens requests for rules, and has those run that may."""

    database: Database
    keyring: Keyring
    remediation: Remediation
    holds: Holds
    notices: Notices
    carrying_out: Runs
    person_now: PersonNow
    clock: Clock

    async def turn(self) -> int:
        """Look at every rule whose time has come, and run what is ready; how many objects were asked for."""
        async with self.database.read() as tx:
            due = await store.due(tx, self.clock(), _RULES_AT_ONCE)
        asked = sum([await self._look(rule_id) for rule_id in due])
        await self._run_ready()
        return asked

    async def _look(self, rule_id: str) -> int:
        rule = await self._rule(rule_id)
        if rule is None or not rule.is_on:
            return 0
        asked, problem, pause = 0, None, LOOK_EVERY
        try:
            asked, problem = await self._open(rule)
        except UserError as refused:
            problem, pause = str(refused), AFTER_PROBLEM
            log.warning("rule.opens_nothing: %s: %s", rule.id, type(refused).__name__)
        async with self.database.begin() as tx:
            await store.look_again(tx, rule, self.clock() + pause, problem)
        return asked

    async def _open(self, rule: Rule) -> tuple[int, str | None]:
        """How many objects were asked for; and a word when the cap stops it."""
        async with self.database.read() as tx:
            left_over = await store.under_way(tx, rule.id)
            opened = await store.opened_since(tx, rule.id, self.clock() - store.LAST_HOUR)
        for request in left_over:
            await self._carry_on(rule, request)
        room = min(rule.content.most_per_hour - opened, self.remediation.planner.bounds.objects)
        if room <= 0:
            return 0, f"It has asked for {opened} objects within the hour, its most. It goes on later."
        targets = await self._new(rule, room)
        if not targets:
            return 0, None
        request = await self.remediation.plan(rule.as_caller(), self._proposal(rule, targets))
        await self._carry_on(rule, request)
        return len(targets), None

    async def _new(self, rule: Rule, limit: int) -> list[Target]:
        """Objects that nobody has asked for yet, whose owner is known and that no hold keeps."""
        content = rule.content
        wanted = filter_from(rule.workspace_id, content.query)
        async with self.database.read() as tx:
            found, _ = await matching(
                tx,
                rule.workspace_id,
                content.action,
                wanted,
                limit + _MOST_PASSED_OVER,
                unless=store.taken(rule),
            )
            known = await places.of(tx, rule.workspace_id, found)
            owned = {
                Target(one.kind, one.id, known[one].owner_id, known[one].parent_id or one.parent_id): one
                for one in found
                if one in known and known[one].owner_id is not None
            }
            held = await self.holds.holding(tx, rule.workspace_id, list(owned))
        return [target for target in owned if target not in held][:limit]

    def _proposal(self, rule: Rule, targets: list[Target]) -> Proposal:
        content = rule.content
        return Proposal(
            rule.workspace_id,
            content.action,
            Assets(targets),
            content.reason,
            also_upstream=content.also_upstream,
            rule_id=rule.id,
            involved=frozenset(rule.involved),
            starts_after=self.clock() + timedelta(hours=content.grace_hours),
        )

    async def _carry_on(self, rule: Rule, request: Request) -> None:
        """From planned to requested, with notices; and to approved, if the rule was."""
        caller = rule.as_caller()
        if request.state is RequestState.PLANNED:
            try:
                request = await self.remediation.request(caller, request.id)
            except (KeyRefuses, AllHeld):
                await self.remediation.withdraw(caller, request.id)
                raise
        if rule.content.notice is not None:
            async with self.database.begin() as tx:
                await tell_owners(tx, self.notices, request, rule.content.notice)
        if request.state is RequestState.REQUESTED:
            await self._approve(request)

    async def _approve(self, request: Request) -> None:
        """By the word of who approved the rule, if it is still what the rule says and he may still say it."""
        rule = await self._rule(request.rule_id or "")
        if rule is None or rule.approval is None or not rule.is_on:
            return
        if request.created_at < max(rule.approval.at, rule.changed_at):
            return  # it was opened by what the rule said before: it has to be decided by itself
        approver = await self.person_now(rule.approval.by)
        if (
            approver is None
            or not approver.may(Permission.APPROVE)
            or not approver.may_see(rule.workspace_id)
        ):
            return
        said = Content(f"Approved with the rule “{rule.name}”, version {rule.version}.")
        await self.remediation.approve(approver, request.id, said)

    async def _run_ready(self) -> None:
        async with self.database.read() as tx:
            ready = await store.ready(tx, self.clock())
        for request in ready:
            rule = await self._rule(request.rule_id or "")
            if rule is None or not rule.is_on or not await self._all_told(rule, request):
                continue  # a person can still run it
            try:
                await self.carrying_out.run(rule.as_caller(), request.id)
            except (WrongState, NotYours) as refused:
                log.warning("rule.does_not_run: %s: %s", request.id, type(refused).__name__)

    async def _all_told(self, rule: Rule, request: Request) -> bool:
        if rule.content.notice is None:
            return True
        told = await self.notices.of_request(request.id, "", _MOST_NOTICES)
        return bool(told) and all(one.state is NoticeState.SENT for one in told)

    async def _rule(self, rule_id: str) -> Rule | None:
        try:
            async with self.database.read() as tx:
                return await store.by_id(tx, self.keyring, rule_id)
        except DataKeyErased:
            return None
