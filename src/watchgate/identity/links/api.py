"""`/setup`, `/invitation`: how does a link become an account with a password? A page of our own, and what it sends."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from watchgate.http.description import problem_response
from watchgate.identity.links.page import CONTENT_SECURITY_POLICY, PAGE
from watchgate.identity.links.schemas import InvitationIn, SetUpIn
from watchgate.identity.links.service import INVITATION_PATH, SETUP_PATH, AlreadySetUp, LinkInvalid, Links
from watchgate.identity.sessions.api import let_in, visitor_of
from watchgate.identity.sessions.model import Method
from watchgate.identity.sessions.schemas import CallerOut, content
from watchgate.identity.sessions.service import Sessions
from watchgate.kernel.errors import UserError

STATUSES: dict[type[UserError], int] = {LinkInvalid: 404, AlreadySetUp: 409}
"""Which HTTP status each refusal of this room has, for `create_app`."""
_INVALID: dict[int | str, dict[str, Any]] = {
    404: problem_response("The link was used, has expired, or never was.")
}


def links_router(links: Links, sessions: Sessions) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(tags=["set-up"])

    @router.post(
        "/api/v1/setup",
        status_code=201,
        operation_id="setUp",
        responses={**_INVALID, 409: problem_response("There is an administrator already.")},
    )
    async def set_up(body: SetUpIn, request: Request, response: Response) -> CallerOut:
        """Make the first administrator's account with the one-time link that the server printed, and sign him in."""
        secret = body.secret.get_secret_value()
        person = await links.set_up(secret, body.email, body.name, content(body.password))
        opened = await sessions.begin(person, Method.LINK, visitor_of(request))
        return await let_in(sessions, opened, request, response)

    @router.post("/api/v1/invitation", status_code=201, operation_id="acceptInvitation", responses=_INVALID)
    async def accept(body: InvitationIn, request: Request, response: Response) -> CallerOut:
        """Set a first or forgotten password with the link that an administrator gave, and sign in."""
        person = await links.accept(body.secret.get_secret_value(), content(body.password))
        opened = await sessions.begin(person, Method.LINK, visitor_of(request))
        return await let_in(sessions, opened, request, response)

    for path, operation_id in ((SETUP_PATH, "setUpPage"), (INVITATION_PATH, "invitationPage")):
        router.get(path, operation_id=operation_id, response_class=HTMLResponse)(_page())
    return router


def _page() -> Callable[[], HTMLResponse]:
    def page() -> HTMLResponse:
        """The page that a one-time link leads to."""
        return HTMLResponse(PAGE, headers={"Content-Security-Policy": CONTENT_SECURITY_POLICY})

    return page
