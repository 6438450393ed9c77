"""How are rules written and found? An approval that is not of what the rule says now is none."""

import hmac
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.findings.tables import finding
from watchgate.kernel.content import Content
from watchgate.remediation.model import Action, Kind, Origin, RequestState
from watchgate.remediation.notices.model import Channel
from watchgate.remediation.request import Request, request_of
from watchgate.remediation.rules.model import Approval, Rule, RuleContent, reason_context
from watchgate.remediation.rules.tables import remediation_rule as table
from watchgate.remediation.store.matching import Unless
from watchgate.remediation.tables import remediation_object, remediation_request
from watchgate.storage.sealing import Keyring, WorkspaceSealer

_OVER = frozenset(
    {RequestState.REJECTED, RequestState.WITHDRAWN, RequestState.EXPIRED, RequestState.CANCELLED}
)
"""After these nothing was done: somebody else may ask again, a rule only for what is found later."""


async def insert_rule(tx: AsyncConnection, rule: Rule, sealer: WorkspaceSealer) -> bool:
    """False when the name is taken."""
    new = insert(table).values(
        id=rule.id,
        workspace_id=rule.workspace_id,
        created_at=rule.created_at,
        created_by_name=rule.created_by_name,
        look_at=rule.created_at,
        **_changing(rule, sealer),
    )
    return (await tx.execute(new.on_conflict_do_nothing().returning(table.c.id))).one_or_none() is not None


async def save(tx: AsyncConnection, rule: Rule, sealer: WorkspaceSealer) -> None:
    """The caller holds its lock."""
    changed = update(table).where(table.c.id == rule.id).values(**_changing(rule, sealer))
    await tx.execute(changed.values(look_at=rule.changed_at))


async def remove(tx: AsyncConnection, rule_id: str) -> None:
    await tx.execute(delete(table).where(table.c.id == rule_id))


async def is_name_taken(tx: AsyncConnection, rule: Rule) -> bool:
    query = select(table.c.id).where(
        table.c.workspace_id == rule.workspace_id, table.c.name == rule.name, table.c.id != rule.id
    )
    return (await tx.execute(query)).first() is not None


async def by_id(
    tx: AsyncConnection, keyring: Keyring, rule_id: str, *, to_change: bool = False
) -> Rule | None:
    """One rule; *to_change*: nobody else changes it until the transaction ends."""
    query = select(table).where(table.c.id == rule_id)
    row = (await tx.execute(query.with_for_update() if to_change else query)).one_or_none()
    return await _rule(tx, keyring, row) if row else None


async def page(
    tx: AsyncConnection,
    keyring: Keyring,
    *,
    workspaces: Collection[UUID] | None,
    after: str | None,
    limit: int,
) -> Sequence[Rule]:
    """Up to *limit* rules, the oldest first (ids are time-ordered)."""
    query = select(table).order_by(table.c.id).limit(limit)
    if workspaces is not None:
        query = query.where(table.c.workspace_id.in_(list(workspaces)))
    if after is not None:
        query = query.where(table.c.id > after)
    return [await _rule(tx, keyring, row) for row in (await tx.execute(query)).all()]


async def due(tx: AsyncConnection, now: datetime, limit: int) -> Sequence[str]:
    """The ids of rules that are on and whose time has come, those that waited longest first."""
    query = (
        select(table.c.id).where(table.c.is_on, table.c.look_at <= now).order_by(table.c.look_at).limit(limit)
    )
    return (await tx.execute(query)).scalars().all()


async def look_again(tx: AsyncConnection, rule: Rule, at: datetime, problem: str | None) -> None:
    """Unless the rule was changed meanwhile: then it is looked at anyway."""
    same = (table.c.id == rule.id) & (table.c.version == rule.version)
    await tx.execute(update(table).where(same).values(look_at=at, problem=problem))


def taken(rule: Rule) -> Unless:
    """Leaves out what is in a request that is open or done; and what this rule has asked for before it was found."""
    o, r = remediation_object.c, remediation_request.c
    is_open_or_done = r.state.not_in([state.value for state in _OVER])
    was_asked_for = (r.rule_id == rule.id) & (r.created_at >= finding.c.found_at)

    def unless(kind: Kind, object_id: ColumnElement[Any]) -> ColumnElement[bool]:
        return exists().where(
            o.workspace_id == rule.workspace_id,
            o.kind == kind.value,
            o.object_id == object_id,
            r.id == o.request_id,
            is_open_or_done | was_asked_for,
        )

    return unless


async def opened_since(tx: AsyncConnection, rule_id: str, since: datetime) -> int:
    """How many objects the rule has asked for since then."""
    o, r = remediation_object.c, remediation_request.c
    query = select(func.count()).where(o.request_id == r.id, r.rule_id == rule_id, r.created_at > since)
    return (await tx.execute(query)).scalar_one()


async def under_way(tx: AsyncConnection, rule_id: str) -> Sequence[Request]:
    """Its requests that are planned or wait for an approval; a crash may have left the former."""
    states = [RequestState.PLANNED.value, RequestState.REQUESTED.value]
    return await _requests(
        tx, remediation_request.c.rule_id == rule_id, remediation_request.c.state.in_(states)
    )


async def ready(tx: AsyncConnection, now: datetime) -> Sequence[Request]:
    """What rules have opened, was approved, and whose grace period is over."""
    r = remediation_request.c
    return await _requests(
        tx,
        r.origin == Origin.RULE.value,
        r.state == RequestState.APPROVED.value,
        (r.starts_after.is_(None)) | (r.starts_after <= now),
    )


async def _requests(tx: AsyncConnection, *conditions: ColumnElement[bool]) -> Sequence[Request]:
    query = select(remediation_request).where(*conditions).order_by(remediation_request.c.id).limit(200)
    return [request_of(row._asdict()) for row in await tx.execute(query)]


def _changing(rule: Rule, sealer: WorkspaceSealer) -> dict[str, Any]:
    content, approval = rule.content, rule.approval
    return {
        "name": rule.name,
        "is_on": rule.is_on,
        "query": dict(content.query),
        "action": content.action.value,
        "also_upstream": content.also_upstream,
        "reason_sealed": sealer.seal(content.reason.reveal().encode(), context=reason_context(rule.id)),
        "grace_hours": content.grace_hours,
        "notice": content.notice.value if content.notice else None,
        "most_per_hour": content.most_per_hour,
        "version": rule.version,
        "involved": list(rule.involved),
        "changed_at": rule.changed_at,
        "approved_content": approval.content if approval else None,
        "approved_by": approval.by if approval else None,
        "approved_by_name": approval.by_name if approval else None,
        "approved_at": approval.at if approval else None,
        "problem": rule.problem,
    }


async def _rule(tx: AsyncConnection, keyring: Keyring, row: Row[Any]) -> Rule:
    sealer = await keyring.existing(tx, row.workspace_id)
    content = RuleContent(
        row.query,
        Action(row.action),
        Content(sealer.open(bytes(row.reason_sealed), context=reason_context(row.id)).decode()),
        row.also_upstream,
        row.grace_hours,
        Channel(row.notice) if row.notice else None,
        row.most_per_hour,
    )
    return Rule(
        row.id,
        row.workspace_id,
        row.name,
        row.is_on,
        content,
        row.version,
        tuple(row.involved),
        row.created_at,
        row.created_by_name,
        row.changed_at,
        _approval(row, content.fingerprint(row.workspace_id, sealer)),
        row.problem,
    )


def _approval(row: Row[Any], content: bytes) -> Approval | None:
    if row.approved_content is None or not hmac.compare_digest(bytes(row.approved_content), content):
        return None
    return Approval(content, row.approved_by, row.approved_by_name, row.approved_at)


LAST_HOUR = timedelta(hours=1)
