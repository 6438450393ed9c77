"""How does a request say who it is? By a bearer token, or by the cookie of somebody signed in; never by both."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request

from watchgate.http.cookies import SESSION_COOKIE, cookie_of
from watchgate.http.origin import Origins
from watchgate.http.permissions import Authenticate, Caller
from watchgate.http.problems import Problem

CSRF_HEADER = "X-CSRF-Token"
_MAX_SECRET_CHARS = 200
_API_KEY_HEADER = b"x-api-key"
_TOKEN_HEADERS = frozenset({b"authorization", _API_KEY_HEADER})
_CHALLENGE = {"WWW-Authenticate": "Bearer"}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Whose cookie it is: who calls, in which session, and what its pages send along to show that they are ours."""

    caller: Caller
    session_id: str
    csrf_token: str

    def __repr__(self) -> str:
        return f"<SignedIn {self.caller.id} in {self.session_id}>"


Recognise = Callable[[str], Awaitable[SignedIn | None]]
"""Whose session is the one with this secret? None when it is unknown or has ended."""


async def no_sessions(_secret: str) -> SignedIn | None:
    """Recognises nobody."""
    return None


@dataclass(frozen=True, slots=True)
class Credentials:
    """Finds out who is calling. *authenticate* knows tokens, *recognise* sessions."""

    authenticate: Authenticate
    recognise: Recognise = no_sessions
    origins: Origins = field(default_factory=Origins)

    async def caller(self, scope: Mapping[str, Any]) -> tuple[Caller, SignedIn | None]:
        """The caller, and the session when it is one.

        Raises Problem: 400 for both at once, 401 for neither, 403 for a change that was not sent by a page of ours.
        """
        cookie = cookie_of(scope, SESSION_COOKIE)
        if not any(name in _TOKEN_HEADERS for name, _ in scope["headers"]):
            return await self._signed_in(scope, cookie)
        if cookie is not None:
            raise Problem(
                400, "two-credentials", "The request has a token and a session cookie. Send one of the two."
            )
        token = _token(scope)
        caller = await self.authenticate(token) if token else None
        if caller is None:
            raise _unauthenticated()
        return caller, None

    async def _signed_in(self, scope: Mapping[str, Any], cookie: str | None) -> tuple[Caller, SignedIn]:
        signed_in = await self.recognise(cookie) if cookie and len(cookie) <= _MAX_SECRET_CHARS else None
        if signed_in is None:
            raise _unauthenticated()
        if scope["method"] not in _SAFE_METHODS:
            self._check_sender(scope, signed_in)
        return signed_in.caller, signed_in

    def _check_sender(self, scope: Mapping[str, Any], signed_in: SignedIn) -> None:
        sent = [value for name, value in scope["headers"] if name == CSRF_HEADER.lower().encode()]
        if not self.origins.is_own(scope):
            raise foreign_origin()
        if len(sent) != 1 or not hmac.compare_digest(sent[0], signed_in.csrf_token.encode()):
            raise Problem(
                403,
                "csrf",
                f"Changes with a session cookie need the header {CSRF_HEADER}; GET /api/v1/session says its value.",
            )


def signed_in_of(request: Request) -> SignedIn | None:
    """The session that the request belongs to; None when it came with a token."""
    signed_in = request.scope.get("watchgate.session")
    assert signed_in is None or isinstance(signed_in, SignedIn)
    return signed_in


def foreign_origin() -> Problem:
    """403: the page that sent it is not ours."""
    return Problem(
        403,
        "foreign-origin",
        "The request does not come from a page of this server. Programs use a token; behind a proxy, set `public_url`.",
    )


def needs_https() -> Problem:
    """403: signing in would seem to work, and then not last."""
    return Problem(
        403,
        "needs-https",
        "Over plain http, passwords travel unprotected and browsers keep no session. Put a proxy with TLS before this server"
        " (docs/sign-in.md), or open it on its own machine at http://127.0.0.1.",
    )


def _unauthenticated() -> Problem:
    return Problem(
        401,
        "unauthenticated",
        "Sign in, or send a valid API token: `Authorization: Bearer …`. `watchgate tokens create` makes one.",
        headers=_CHALLENGE,
    )


def _token(scope: Mapping[str, Any]) -> str:
    """The token of the one header that has one: `Authorization: Bearer …` or `X-API-Key: …`; empty when there is more than one."""
    sent = [(name, value.decode("latin-1")) for name, value in scope["headers"] if name in _TOKEN_HEADERS]
    if len(sent) != 1:
        return ""
    [(name, value)] = sent
    scheme, _, token = ("bearer", "", value) if name == _API_KEY_HEADER else value.partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and len(token) <= _MAX_SECRET_CHARS else ""
