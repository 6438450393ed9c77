"""Who makes rules, changes them, and approves what they do? Each change is in the ledger; a change voids the approval."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation.four_eyes import check_may_decide
from watchgate.remediation.notices.service import Notices
from watchgate.remediation.proposal import Proposal, Query, check
from watchgate.remediation.query_json import filter_from
from watchgate.remediation.rules import store
from watchgate.remediation.rules.errors import RuleNameTaken, RuleRefused, UnknownRule
from watchgate.remediation.rules.model import Approval, Rule, RuleContent
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces import store as workspaces
from watchgate.workspaces.errors import UnknownWorkspace


@dataclass(frozen=True, slots=True)
class Rules:
    """Standing rules, in the database."""

    database: Database
    keyring: Keyring
    notices: Notices
    clock: Clock

    async def create(
        self, caller: Caller, workspace_id: UUID, name: str, content: RuleContent, *, is_on: bool
    ) -> Rule:
        """A new rule, which nobody has approved. Raises UnknownWorkspace, RuleNameTaken, RuleRefused, NotPlannable."""
        self._check(workspace_id, content)
        now = self.clock()
        rule = Rule(
            *(new_id("rul"), workspace_id, name, is_on, content, 1, tuple(sorted(caller.behind))),
            *(now, caller.name, now, None),
        )
        async with self.database.begin() as tx:
            found = await workspaces.by_id(tx, workspace_id)
            if found is None or not caller.may_see(workspace_id):
                raise UnknownWorkspace("There is no such workspace.")
            if not await store.insert_rule(tx, rule, await self.keyring.existing(tx, workspace_id)):
                raise _name_taken()
            await _record(tx, "created", rule, caller)
        return rule

    async def get(self, caller: Caller, rule_id: str) -> Rule:
        """Raises UnknownRule."""
        async with self.database.read() as tx:
            return _checked(await store.by_id(tx, self.keyring, rule_id), caller)

    async def page(self, caller: Caller, after: str | None, limit: int) -> Sequence[Rule]:
        """The rules that the caller may see, the oldest first."""
        async with self.database.read() as tx:
            return await store.page(tx, self.keyring, workspaces=caller.workspaces, after=after, limit=limit)

    async def change(self, caller: Caller, rule_id: str, *, name: str, content: RuleContent) -> Rule:
        """Another name, which leaves the approval; another content, which voids it. Raises UnknownRule, as `create`."""
        async with self._locked(caller, rule_id) as (tx, rule):
            self._check(rule.workspace_id, content)
            sealer = await self.keyring.existing(tx, rule.workspace_id)
            is_same = content.fingerprint(rule.workspace_id, sealer) == rule.content.fingerprint(
                rule.workspace_id, sealer
            )
            changed = replace(
                self._touched(rule, caller),
                name=name,
                content=content,
                approval=rule.approval if is_same else None,
            )
            if await store.is_name_taken(tx, changed):
                raise _name_taken()
            await store.save(tx, changed, sealer)
            await _record(tx, "renamed" if is_same else "changed", changed, caller)
        return changed

    async def approve(self, caller: Caller, rule_id: str, version: int) -> Rule:
        """Say yes to what the rule does by itself, as it stands in *version*. Raises UnknownRule, NotYours, RuleRefused."""
        async with self._locked(caller, rule_id) as (tx, rule):
            check_may_decide(caller, rule.involved, "rule")
            if rule.version != version:
                raise RuleRefused(
                    f"The rule was changed since: it is version {rule.version} now. Read it again, then approve that."
                )
            sealer = await self.keyring.existing(tx, rule.workspace_id)
            now = self.clock()
            content = rule.content.fingerprint(rule.workspace_id, sealer)
            approval = Approval(content, caller.principal, caller.name, now)
            changed = replace(rule, approval=approval, problem=None)
            await store.save(tx, changed, sealer)
            await _record(tx, "approved", changed, caller)
        return changed

    async def revoke(self, caller: Caller, rule_id: str) -> Rule:
        """Take the approval back: from here on each request needs its own. Raises UnknownRule."""
        async with self._locked(caller, rule_id) as (tx, rule):
            changed = replace(rule, approval=None)
            await store.save(tx, changed, await self.keyring.existing(tx, rule.workspace_id))
            await _record(tx, "approval_revoked", changed, caller)
        return changed

    async def switch(self, caller: Caller, rule_id: str, *, is_on: bool) -> Rule:
        """Have it open requests, or not. Raises UnknownRule."""
        async with self._locked(caller, rule_id) as (tx, rule):
            changed = replace(self._touched(rule, caller), is_on=is_on)
            await store.save(tx, changed, await self.keyring.existing(tx, rule.workspace_id))
            await _record(tx, "switched_on" if is_on else "switched_off", changed, caller)
        return changed

    async def remove(self, caller: Caller, rule_id: str) -> None:
        """The rule goes; what it has opened stays. Raises UnknownRule."""
        async with self._locked(caller, rule_id) as (tx, rule):
            await store.remove(tx, rule.id)
            await _record(tx, "removed", rule, caller)

    def _check(self, workspace_id: UUID, content: RuleContent) -> None:
        if not content.query:
            raise RuleRefused("The rule's query has no condition, so it means everything. Give at least one.")
        wanted = filter_from(workspace_id, content.query)
        check(
            Proposal(
                workspace_id,
                content.action,
                Query(wanted),
                content.reason,
                also_upstream=content.also_upstream,
            )
        )
        if content.notice is not None and not self.notices.offers(content.notice):
            raise RuleRefused(
                f"The settings name no {content.notice} for notices. Set `notices.{content.notice}` first, or choose another."
            )

    def _touched(self, rule: Rule, caller: Caller) -> Rule:
        """Whoever changes it has a hand in it from here on."""
        involved = tuple(sorted({*rule.involved, *caller.behind}))
        return replace(
            rule, version=rule.version + 1, involved=involved, changed_at=self.clock(), problem=None
        )

    @asynccontextmanager
    async def _locked(self, caller: Caller, rule_id: str) -> AsyncIterator[tuple[AsyncConnection, Rule]]:
        async with self.database.begin() as tx:
            yield tx, _checked(await store.by_id(tx, self.keyring, rule_id, to_change=True), caller)


def _checked(rule: Rule | None, caller: Caller) -> Rule:
    if rule is None or not caller.may_see(rule.workspace_id):
        raise UnknownRule("There is no such rule.")
    return rule


def _name_taken() -> RuleNameTaken:
    return RuleNameTaken("The workspace has a rule of this name already. Choose another.")


async def _record(tx: AsyncConnection, change: str, rule: Rule, caller: Caller) -> None:
    about: dict[str, Json] = {
        "rule": rule.id,
        "workspace": str(rule.workspace_id),
        "change": change,
        "version": rule.version,
        "action": rule.content.action.value,
        "is_on": rule.is_on,
        "is_approved": rule.is_approved,
        "by": caller.id,
        "principal": caller.principal,
    }
    said: dict[str, Json] = {
        "by_name": caller.name,
        "name": rule.name,
        "reason": rule.content.reason.reveal(),
        "query": dict(rule.content.query),
    }
    await outbox.record(tx, events.RULE_CHANGED, about, said)
