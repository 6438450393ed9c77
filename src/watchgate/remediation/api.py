"""`/api/v1/remediation/requests`: how does a program plan, request and decide, and see what became of it?"""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from watchgate.catalog.api import WorkspaceId
from watchgate.catalog.schemas import Id
from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of
from watchgate.kernel.content import Content
from watchgate.remediation import errors
from watchgate.remediation.model import Action, ObjectState, Origin, RequestState
from watchgate.remediation.ports import CarriesOut
from watchgate.remediation.reading import Reading
from watchgate.remediation.schemas import (
    CommentMade,
    CommentOut,
    ObjectOut,
    RequestOut,
    comment_out,
    object_out,
    request_out,
)
from watchgate.remediation.schemas_in import (
    CommentIn,
    DecisionIn,
    EmergencyIn,
    PlanIn,
    RejectionIn,
    content_of,
)
from watchgate.remediation.service import Remediation
from watchgate.remediation.store import RequestFilter

PREFIX = "/api/v1/remediation/requests"
STATUSES = {
    errors.UnknownRequest: 404,
    errors.NotPlannable: 422,
    errors.TooManyObjects: 422,
    errors.UnknownObject: 422,
    errors.WrongState: 409,
    errors.Expired: 409,
    errors.NotYours: 403,
    errors.KeyRefuses: 409,
    errors.AllHeld: 409,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]


def _filter(
    workspace_id: WorkspaceId = None,
    state: Annotated[RequestState | None, Query(description="Only in this state.")] = None,
    action: Annotated[Action | None, Query(description="Only of this action.")] = None,
    origin: Annotated[
        Origin | None, Query(description="Only those whose objects were named like this.")
    ] = None,
    requested_by: Annotated[Id | None, Query(description="Only of this person or token.")] = None,
    *,
    unacknowledged: Annotated[
        bool, Query(description="Only emergencies that no second person has acknowledged.")
    ] = False,
) -> RequestFilter:
    return RequestFilter(None, workspace_id, state, action, origin, requested_by, unacknowledged)


def requests_router(remediation: Remediation, reading: Reading, carrying_out: CarriesOut) -> APIRouter:
    """The routes of this room. *carrying_out* begins, stops and goes on with what was approved."""
    router = APIRouter(prefix=PREFIX, tags=["remediation"])
    _add_reading(router, reading)
    _add_asking(router, remediation, reading)
    _add_deciding(router, remediation, reading, carrying_out)
    _add_carrying_out(router, reading, carrying_out)
    return router


def _add_reading(router: APIRouter, reading: Reading) -> None:
    @router.get("", operation_id="listRemediations")
    async def list_requests(
        caller: AsCaller, paging: Paging, wanted: Annotated[RequestFilter, Depends(_filter)]
    ) -> Page[RequestOut]:
        """Plans and requests, the newest first."""
        keys = paging.after(datetime, str)
        rows = await reading.page(caller, wanted, paging.limit + 1, (keys[0], keys[1]) if keys else None)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.request.created_at, one.request.id])
        return Page(data=[request_out(one) for one in page], next_cursor=cursor)

    @router.get("/{request_id}", operation_id="showRemediation")
    async def show_request(caller: AsCaller, request_id: Id) -> RequestOut:
        """One request with the sums of its plan and the states of its objects."""
        return request_out(await reading.get(caller, request_id))

    @router.get("/{request_id}/objects", operation_id="listRemediationObjects")
    async def list_objects(
        caller: AsCaller,
        request_id: Id,
        paging: Paging,
        state: Annotated[ObjectState | None, Query(description="Only those in this state.")] = None,
    ) -> Page[ObjectOut]:
        """Its objects: what would happen to each, and what has happened."""
        keys = paging.after(int)
        rows = await reading.objects(caller, request_id, keys[0] if keys else 0, paging.limit + 1, state)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.number])
        return Page(data=[object_out(one) for one in page], next_cursor=cursor)

    @router.get("/{request_id}/comments", operation_id="listRemediationComments")
    async def list_comments(caller: AsCaller, request_id: Id, paging: Paging) -> Page[CommentOut]:
        """What people said about it, the oldest first."""
        keys = paging.after(str)
        rows = await reading.comments(caller, request_id, keys[0] if keys else None, paging.limit + 1)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[comment_out(one) for one in page], next_cursor=cursor)


def _add_asking(router: APIRouter, remediation: Remediation, reading: Reading) -> None:
    @router.post("", status_code=201, operation_id="planRemediation")
    async def plan(caller: AsCaller, body: PlanIn, response: Response) -> RequestOut:
        """A dry-run: what would happen to each object. It changes nothing, and is kept for a day to be requested."""
        planned = await remediation.plan(caller, body.as_proposal())
        response.headers["Location"] = f"{PREFIX}/{planned.id}"
        return request_out(await reading.get(caller, planned.id))

    @router.post("/{request_id}/request", operation_id="requestRemediation")
    async def request(caller: AsCaller, request_id: Id) -> RequestOut:
        """Ask that one's own plan be carried out, with exactly its objects."""
        await remediation.request(caller, request_id)
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/withdraw", operation_id="withdrawRemediation")
    async def withdraw(caller: AsCaller, request_id: Id, body: DecisionIn) -> RequestOut:
        """Take one's own request back, before it runs."""
        await remediation.withdraw(caller, request_id, content_of(body.comment))
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/comments", status_code=201, operation_id="commentRemediation")
    async def comment(caller: AsCaller, request_id: Id, body: CommentIn) -> CommentMade:
        """Say something about it, whatever its state."""
        return CommentMade(id=await remediation.comment(caller, request_id, Content(body.text)))


def _add_deciding(
    router: APIRouter, remediation: Remediation, reading: Reading, carrying_out: CarriesOut
) -> None:
    @router.post("/{request_id}/approve", operation_id="approveRemediation")
    async def approve(caller: AsCaller, request_id: Id, body: DecisionIn) -> RequestOut:
        """Say yes to what somebody else asked for."""
        await remediation.approve(caller, request_id, content_of(body.comment))
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/reject", operation_id="rejectRemediation")
    async def reject(caller: AsCaller, request_id: Id, body: RejectionIn) -> RequestOut:
        """Say no to what somebody else asked for, and why."""
        await remediation.reject(caller, request_id, Content(body.comment))
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/emergency", operation_id="carryOutRemediationInEmergency")
    async def emergency(caller: AsCaller, request_id: Id, body: EmergencyIn) -> RequestOut:
        """Carry it out at once without a second person. It stays listed until an approver has acknowledged it."""
        await remediation.emergency(caller, request_id, Content(body.reason))
        await carrying_out.run(caller, request_id)
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/acknowledge", operation_id="acknowledgeEmergency")
    async def acknowledge(caller: AsCaller, request_id: Id, body: DecisionIn) -> RequestOut:
        """Take note of an emergency that somebody else has carried out."""
        await remediation.acknowledge(caller, request_id, content_of(body.comment))
        return request_out(await reading.get(caller, request_id))


def _add_carrying_out(router: APIRouter, reading: Reading, carrying_out: CarriesOut) -> None:
    @router.post("/{request_id}/run", operation_id="runRemediation")
    async def run(caller: AsCaller, request_id: Id) -> RequestOut:
        """Carry out what was approved."""
        await carrying_out.run(caller, request_id)
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/pause", operation_id="pauseRemediation")
    async def pause(caller: AsCaller, request_id: Id) -> RequestOut:
        """Stop after the object that is under way."""
        await carrying_out.pause(caller, request_id)
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/resume", operation_id="resumeRemediation")
    async def resume(caller: AsCaller, request_id: Id) -> RequestOut:
        """Go on with what was paused."""
        await carrying_out.resume(caller, request_id)
        return request_out(await reading.get(caller, request_id))

    @router.post("/{request_id}/cancel", operation_id="cancelRemediation")
    async def cancel(caller: AsCaller, request_id: Id) -> RequestOut:
        """Stop for good after the object that is under way. What is deleted already stays deleted."""
        await carrying_out.cancel(caller, request_id)
        return request_out(await reading.get(caller, request_id))
