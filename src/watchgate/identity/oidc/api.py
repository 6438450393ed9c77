"""`/api/v1/signin`: how does a browser get to another provider and back, and out of both?"""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from fastapi.responses import HTMLResponse, RedirectResponse

from watchgate.http.cookies import SESSION_COOKIE, clear_cookie, cookie_of, host_of, set_cookie
from watchgate.http.description import problem_response
from watchgate.http.problems import Problem
from watchgate.identity.oidc.attempt import LIFE
from watchgate.identity.oidc.errors import ProviderUnavailable, SignInElsewhereRefused
from watchgate.identity.oidc.page import CONTENT_SECURITY_POLICY, not_signed_in
from watchgate.identity.oidc.schemas import ProviderOut, ProvidersOut, SignedOutOut
from watchgate.identity.oidc.service import Returned, SignInElsewhere
from watchgate.identity.sessions.api import Me, Mine, let_in, need_session, visitor_of
from watchgate.identity.sessions.model import EndedBy
from watchgate.identity.sessions.service import Sessions

ATTEMPT_COOKIE = "watchgate-signin"
_PATH = "/api/v1/signin"
_MAX_SECRET_CHARS = 100
_HTML: dict[str, Any] = {"content": {"text/html": {"schema": {"type": "string"}}}}
_REFUSALS: dict[int | str, dict[str, Any]] = {
    302: {"description": "On to the next page."},
    400: problem_response("The attempt is over, was used, or began in another browser."),
    403: problem_response("The provider says no, is not believed, or no group gives access."),
    404: problem_response("There is no such provider."),
    502: problem_response("The provider cannot be reached. Local accounts still work."),
}
Text = Annotated[str | None, Query(max_length=4096)]
ProviderName = Annotated[str, InPath(max_length=60, description="As `listSignInProviders` has it.")]
Next = Annotated[str | None, Query(alias="next", max_length=4096)]


def oidc_router(elsewhere: SignInElsewhere, sessions: Sessions, public_url: str | None) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix=_PATH, tags=["sessions"])

    @router.get("", operation_id="listSignInProviders")
    async def providers() -> ProvidersOut:
        """With which other providers can people sign in?"""
        return ProvidersOut(
            data=[
                ProviderOut(name=one.name, label=one.label, sign_in_path=f"{_PATH}/{one.name}")
                for one in elsewhere.providers
            ]
        )

    @router.get(
        "/{provider}",
        operation_id="signInElsewhere",
        status_code=302,
        response_class=RedirectResponse,
        responses=_REFUSALS,
    )
    async def begin(provider: ProviderName, request: Request, next_path: Next = None) -> Response:
        """Go to the provider to sign in. `next` is a path of ours to go on to afterwards."""
        redirect_uri = f"{_own_address(request, public_url)}{_PATH}/{provider}/callback"
        try:
            begun = await elsewhere.begin(provider, redirect_uri, next_path, _attempt_cookie(request))
        except SignInElsewhereRefused as refused:
            return _refusal(refused, request)
        response = _go_to(begun.address)
        lives_s = int(LIFE.total_seconds())
        set_cookie(response, request, ATTEMPT_COOKIE, begun.browser_secret, lives_s=lives_s)
        return response

    @router.get(
        "/{provider}/callback",
        operation_id="signedInElsewhere",
        status_code=302,
        response_class=RedirectResponse,
        responses=_REFUSALS,
    )
    async def finish(
        provider: ProviderName,
        request: Request,
        code: Text = None,
        state: Text = None,
        error: Text = None,
        iss: Text = None,
    ) -> Response:
        """Where the provider sends the browser back to: a session begins, and it goes on to the page that was wanted."""
        returned = Returned(code, state, error, iss)
        try:
            opened, next_path = await elsewhere.finish(
                provider, returned, _attempt_cookie(request), visitor_of(request)
            )
        except SignInElsewhereRefused as refused:
            return _refusal(refused, request)
        response = _go_to(next_path)
        await let_in(sessions, opened, request, response)
        return response  # the attempt's cookie stays for its ten minutes: another tab may be on its way back

    @router.post(
        "/{provider}/signout",
        operation_id="signOutElsewhere",
        responses={404: _REFUSALS[404]},
    )
    async def sign_out(
        provider: ProviderName, request: Request, response: Response, me: Me, mine: Mine
    ) -> SignedOutOut:
        """Sign out here, and say where to sign out at the provider."""
        session = need_session(mine)
        try:
            address = await elsewhere.address_to_sign_out(provider, f"{_own_address(request, public_url)}/")
        except ProviderUnavailable:
            address = None  # signing out here must not depend on them
        except SignInElsewhereRefused as refused:
            raise _problem(refused) from None
        await sessions.end(session.session_id, EndedBy.SIGN_OUT, by=me.id)
        clear_cookie(response, request, SESSION_COOKIE)
        return SignedOutOut(continue_at=address)

    return router


def _own_address(request: Request, public_url: str | None) -> str:
    """Where people reach us: the provider compares it with what is registered there."""
    return public_url or f"{request.scope['scheme']}://{host_of(request.scope)}"


def _go_to(address: str) -> RedirectResponse:
    return RedirectResponse(address, 302)


def _attempt_cookie(request: Request) -> str | None:
    secret = cookie_of(request.scope, ATTEMPT_COOKIE)
    return secret if secret and len(secret) <= _MAX_SECRET_CHARS else None


def _problem(refused: SignInElsewhereRefused) -> Problem:
    return Problem(refused.status, refused.kind, str(refused))


def _refusal(refused: SignInElsewhereRefused, request: Request) -> Response:
    """A page for people, a problem for programs."""
    if "text/html" not in request.headers.get("accept", ""):
        return _problem(refused).as_response()
    policy = {"Content-Security-Policy": CONTENT_SECURITY_POLICY}
    return HTMLResponse(not_signed_in(str(refused)), refused.status, policy)
