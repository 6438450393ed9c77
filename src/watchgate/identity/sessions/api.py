"""`/api/v1/session`: how does somebody sign in, learn who he is, change his password, and sign out?"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from watchgate.http.cookies import SESSION_COOKIE, clear_cookie, cookie_of, set_cookie
from watchgate.http.credentials import SignedIn, signed_in_of
from watchgate.http.description import problem_response
from watchgate.http.permissions import Caller, caller_of
from watchgate.http.problems import Problem
from watchgate.http.proxies import client_address
from watchgate.identity.sessions.attempts import TooManyAttempts
from watchgate.identity.sessions.model import (
    MAX_BROWSER_CHARS,
    EndedBy,
    SignInRefused,
    UnknownSession,
    Visitor,
)
from watchgate.identity.sessions.schemas import (
    CallerOut,
    PasswordIn,
    SignInIn,
    caller_out,
    content,
)
from watchgate.identity.sessions.service import Opened, Sessions
from watchgate.kernel.errors import UserError

STATUSES: dict[type[UserError], int] = {UnknownSession: 404}
"""Which HTTP status each refusal of this room has, for `create_app`."""
_REFUSALS: dict[int | str, dict[str, Any]] = {
    401: problem_response("E-mail and password do not fit."),
    429: problem_response("Too many attempts; `Retry-After` says when to come back."),
}
_CHALLENGE = {"WWW-Authenticate": "Bearer"}
Me = Annotated[Caller, Depends(caller_of)]
"""Who calls."""
Mine = Annotated[SignedIn | None, Depends(signed_in_of)]
"""The session of who calls; None for a token."""


def session_router(sessions: Sessions) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1", tags=["sessions"])

    @router.post("/session", status_code=201, operation_id="signIn", responses=_REFUSALS)
    async def sign_in(body: SignInIn, request: Request, response: Response) -> CallerOut:
        """Sign in with e-mail and password. The session's cookie comes with the answer; one there was before ends."""
        try:
            opened = await sessions.sign_in(body.email, content(body.password), visitor_of(request))
        except TooManyAttempts as wait:
            raise too_many(wait) from None
        except SignInRefused as refused:
            raise Problem(401, "wrong-credentials", str(refused), headers=_CHALLENGE) from None
        return await let_in(sessions, opened, request, response)

    @router.get("/session", operation_id="showSession")
    async def show(me: Me, mine: Mine) -> CallerOut:
        """Who am I, what may I do, and what do my pages send along with changes?"""
        return caller_out(me, mine)

    @router.delete("/session", status_code=204, operation_id="signOut")
    async def sign_out(request: Request, me: Me, mine: Mine) -> Response:
        """Sign out: the session ends, and the browser forgets its cookie."""
        await sessions.end(need_session(mine).session_id, EndedBy.SIGN_OUT, by=me.id)
        response = Response(status_code=204)
        clear_cookie(response, request, SESSION_COOKIE)
        return response

    @router.post("/session/password", operation_id="changeOwnPassword", responses={429: _REFUSALS[429]})
    async def change_password(
        body: PasswordIn, request: Request, response: Response, me: Me, mine: Mine
    ) -> CallerOut:
        """Change one's own password. All other sessions end; this one goes on under a new cookie."""
        need_session(mine)
        old, new = content(body.old), content(body.new)
        try:
            opened = await sessions.change_password(me.principal, old, new, visitor_of(request))
        except TooManyAttempts as wait:
            raise too_many(wait) from None
        except SignInRefused as refused:
            raise Problem(422, "wrong-password", str(refused)) from None
        return await let_in(sessions, opened, request, response)

    return router


def visitor_of(request: Request) -> Visitor:
    """Where the request comes from."""
    browser = request.headers.get("user-agent", "")[:MAX_BROWSER_CHARS]
    return Visitor(client_address(request.scope), "".join(char for char in browser if char.isprintable()))


async def let_in(sessions: Sessions, opened: Opened, request: Request, response: Response) -> CallerOut:
    """Give the browser the cookie of a session that has just begun; the one it had before ends."""
    if before := cookie_of(request.scope, SESSION_COOKIE):
        await sessions.end_by_secret(before, EndedBy.NEW_SIGN_IN)
    set_cookie(response, request, SESSION_COOKIE, opened.secret)
    caller = opened.person.as_caller()
    return caller_out(caller, SignedIn(caller, opened.session.id, opened.csrf_token))


def too_many(wait: TooManyAttempts) -> Problem:
    return Problem(429, "too-many-attempts", str(wait), headers={"Retry-After": str(wait.wait_s)})


def need_session(mine: SignedIn | None) -> SignedIn:
    if mine is None:
        raise Problem(409, "no-session", "This is for people who are signed in; a token has no session.")
    return mine
