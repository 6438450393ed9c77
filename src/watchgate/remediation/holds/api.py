"""`/api/v1/holds`: how are legal holds placed, read and released?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from watchgate.catalog.api import WorkspaceId
from watchgate.catalog.schemas import Id
from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.remediation.holds import model
from watchgate.remediation.holds.schemas import HoldIn, HoldOut, ReleaseIn, hold_out
from watchgate.remediation.holds.service import LegalHolds

STATUSES: dict[type[UserError], int] = {
    model.UnknownHold: 404,
    model.HoldRefused: 422,
    model.AlreadyReleased: 409,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""
AsCaller = Annotated[Caller, Depends(caller_of)]


def holds_router(holds: LegalHolds) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/holds", tags=["legal holds"])

    @router.get("", operation_id="listHolds")
    async def list_holds(
        caller: AsCaller,
        paging: Paging,
        workspace_id: WorkspaceId = None,
        in_force: Annotated[
            bool | None, Query(description="Only those in force, or only those released.")
        ] = None,
    ) -> Page[HoldOut]:
        """Legal holds, the oldest first."""
        keys = paging.after(str)
        rows = await holds.page(
            caller, keys[0] if keys else None, paging.limit + 1, workspace_id=workspace_id, in_force=in_force
        )
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[hold_out(one) for one in page], next_cursor=cursor)

    @router.get("/{hold_id}", operation_id="showHold")
    async def show_hold(caller: AsCaller, hold_id: Id) -> HoldOut:
        """One hold: on what, why, and since when."""
        return hold_out(await holds.get(caller, hold_id))

    @router.post("", status_code=201, operation_id="placeHold")
    async def place(caller: AsCaller, body: HoldIn) -> HoldOut:
        """Keep something, whoever asks for its removal: from now on, and also what comes."""
        case = Content(body.case) if body.case else None
        placed = await holds.place(caller, body.workspace_id, body.as_subject(), Content(body.reason), case)
        return hold_out(placed)

    @router.post("/{hold_id}/release", operation_id="releaseHold")
    async def release(caller: AsCaller, hold_id: Id, body: ReleaseIn) -> HoldOut:
        """It keeps nothing any more. It stays on record."""
        return hold_out(await holds.release(caller, hold_id, Content(body.reason)))

    return router
