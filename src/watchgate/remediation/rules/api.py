"""`/api/v1/remediation/rules`: how are standing rules made, read, changed, approved and ended?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from watchgate.catalog.schemas import Id
from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of
from watchgate.remediation.notices.service import Notices
from watchgate.remediation.reading import Reading
from watchgate.remediation.rules import errors
from watchgate.remediation.rules.schemas import (
    ApprovalIn,
    NoticeOut,
    RuleContentIn,
    RuleIn,
    RuleOut,
    SwitchIn,
    notice_out,
    rule_out,
)
from watchgate.remediation.rules.service import Rules

STATUSES = {errors.UnknownRule: 404, errors.RuleNameTaken: 409, errors.RuleRefused: 422}
"""Which HTTP status each refusal of this room has, for `create_app`."""
AsCaller = Annotated[Caller, Depends(caller_of)]


def rules_router(rules: Rules, notices: Notices, reading: Reading) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/remediation", tags=["remediation rules"])
    _add_reading(router, rules, notices, reading)
    _add_writing(router, rules)
    _add_deciding(router, rules)
    return router


def _add_reading(router: APIRouter, rules: Rules, notices: Notices, reading: Reading) -> None:
    @router.get("/rules", operation_id="listRemediationRules")
    async def list_rules(caller: AsCaller, paging: Paging) -> Page[RuleOut]:
        """Standing rules, the oldest first."""
        keys = paging.after(str)
        rows = await rules.page(caller, keys[0] if keys else None, paging.limit + 1)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[rule_out(one) for one in page], next_cursor=cursor)

    @router.get("/rules/{rule_id}", operation_id="showRemediationRule")
    async def show_rule(caller: AsCaller, rule_id: Id) -> RuleOut:
        """One rule: what it looks for, what it does, and who has approved that."""
        return rule_out(await rules.get(caller, rule_id))

    @router.get("/requests/{request_id}/notices", operation_id="listRemediationNotices")
    async def list_notices(caller: AsCaller, request_id: Id, paging: Paging) -> Page[NoticeOut]:
        """Which owners were told about a request, and did it reach them?"""
        keys = paging.after(str)
        await reading.get(caller, request_id)
        rows = await notices.of_request(request_id, keys[0] if keys else "", paging.limit + 1)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[notice_out(one) for one in page], next_cursor=cursor)


def _add_writing(router: APIRouter, rules: Rules) -> None:
    @router.post("/rules", status_code=201, operation_id="createRemediationRule")
    async def create(caller: AsCaller, body: RuleIn) -> RuleOut:
        """Make a rule. What it opens has to be approved each time, until somebody else approves the rule."""
        content = body.as_content(body.workspace_id)
        return rule_out(await rules.create(caller, body.workspace_id, body.name, content, is_on=body.is_on))

    @router.put("/rules/{rule_id}", operation_id="changeRemediationRule")
    async def change(caller: AsCaller, rule_id: Id, body: RuleContentIn) -> RuleOut:
        """Say anew what it does. Unless only the name changes, its approval is void with this."""
        before = await rules.get(caller, rule_id)
        content = body.as_content(before.workspace_id)
        return rule_out(await rules.change(caller, rule_id, name=body.name, content=content))

    @router.post("/rules/{rule_id}/switch", operation_id="switchRemediationRule")
    async def switch(caller: AsCaller, rule_id: Id, body: SwitchIn) -> RuleOut:
        """Switch it on or off. Off, it opens nothing and runs nothing."""
        return rule_out(await rules.switch(caller, rule_id, is_on=body.is_on))

    @router.delete("/rules/{rule_id}", status_code=204, operation_id="removeRemediationRule")
    async def remove(caller: AsCaller, rule_id: Id) -> Response:
        """Remove it. The requests it has opened stay."""
        await rules.remove(caller, rule_id)
        return Response(status_code=204)


def _add_deciding(router: APIRouter, rules: Rules) -> None:
    @router.post("/rules/{rule_id}/approve", operation_id="approveRemediationRule")
    async def approve(caller: AsCaller, rule_id: Id, body: ApprovalIn) -> RuleOut:
        """Approve what it does by itself: what it opens from now on runs after the grace period. A change voids this."""
        return rule_out(await rules.approve(caller, rule_id, body.version))

    @router.post("/rules/{rule_id}/revoke", operation_id="revokeRemediationRule")
    async def revoke(caller: AsCaller, rule_id: Id) -> RuleOut:
        """Take the approval back."""
        return rule_out(await rules.revoke(caller, rule_id))
