"""What becomes of a plan when it is kept: a request in the state `planned`, and its objects?"""

from dataclasses import replace
from datetime import datetime

from watchgate.http.permissions import Caller
from watchgate.kernel.ids import new_id
from watchgate.remediation.model import ObjectState, RequestState
from watchgate.remediation.plan import Plan
from watchgate.remediation.proposal import OfPerson, Proposal, Query
from watchgate.remediation.query_json import query_as_json
from watchgate.remediation.request import Request, RequestObject
from watchgate.remediation.thresholds import Thresholds, approval, facts_of


def planned(caller: Caller, proposal: Proposal, plan: Plan, thresholds: Thresholds, now: datetime) -> Request:
    """The request of a plan; its reason is not sealed yet, and until when it waits is not set."""
    naming = proposal.naming
    request = Request(
        id=new_id("rem"),
        workspace_id=proposal.workspace_id,
        action=proposal.action,
        also_upstream=proposal.also_upstream,
        origin=proposal.origin,
        reason_sealed=b"",
        state=RequestState.PLANNED,
        requested_by=caller.principal,
        requested_by_name=caller.name,
        involved=tuple(sorted(caller.behind | proposal.involved)),
        created_at=now,
        needs_approval=True,
        approval_note="",
        plan=plan.sums,
        query=query_as_json(naming.filter) if isinstance(naming, Query) else None,
        person_id=naming.person if isinstance(naming, OfPerson) else None,
        rule_id=proposal.rule_id,
        starts_after=proposal.starts_after,
    )
    decision = approval(thresholds, facts_of(request), now)
    return replace(request, needs_approval=decision.is_needed, approval_note=decision.note)


def objects_of(request: Request, plan: Plan) -> list[RequestObject]:
    """Its objects, numbered from 1; nothing has been done to any of them."""
    return [
        RequestObject(
            request_id=request.id,
            number=number,
            workspace_id=request.workspace_id,
            target=one.target,
            state=ObjectState.WAITING,
            findings=one.findings,
            effects=one.effects,
        )
        for number, one in enumerate(plan.objects, 1)
    ]
