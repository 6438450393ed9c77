"""May this request come in? Decided before a route, a body or a database is touched; no is the default."""

from collections.abc import Mapping
from uuid import UUID

from starlette.types import ASGIApp, Receive, Scope, Send

from watchgate.http.credentials import Credentials, foreign_origin, needs_https
from watchgate.http.permissions import KEYS_ONLY, Caller, Permission
from watchgate.http.problems import Problem, not_found
from watchgate.http.routes import PUBLIC, SIGNED_IN, Asks, Routes, RouteTable

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Lets a request through when the table of routes says that its caller may.

    401 without a valid token or session, 403 without the permission, 404 for a path that is not in the table (even if the
    application has a route for it) or a workspace that the caller may not see, 405 for a method that is not.
    """

    def __init__(self, app: ASGIApp, routes: Routes, credentials: Credentials) -> None:
        self._app = app
        self._table = RouteTable(routes)
        self._credentials = credentials

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                await self._check(scope)
            except Problem as problem:
                await problem.as_response()(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _check(self, scope: Scope) -> None:
        if "\0" in scope["path"] or b"%00" in scope["query_string"]:
            raise Problem(
                400, "nul-character", "A path or query holds the character NUL, which nothing here can."
            )
        methods, named = self._table.find(scope["path"])
        asks = methods.get(scope["method"], SIGNED_IN)
        if asks is PUBLIC:
            self._check_public(scope)
            return
        caller, signed_in = await self._credentials.caller(scope)
        if not methods:
            raise not_found("path")
        if scope["method"] not in methods:
            allow = ", ".join(sorted(methods))
            raise Problem(405, "method-not-allowed", f"This path takes {allow}.", headers={"Allow": allow})
        _check_permission(caller, asks)
        _check_workspace(caller, named)
        scope["watchgate.caller"] = caller
        scope["watchgate.session"] = signed_in

    def _check_public(self, scope: Scope) -> None:
        """Another's page may not sign people in either: they would work in an account that is not theirs."""
        if scope["method"] in _SAFE_METHODS:
            return
        if self._credentials.origins.is_foreign(scope):
            raise foreign_origin()
        if self._credentials.origins.is_unprotected(scope):
            raise needs_https()


def _check_permission(caller: Caller, asks: Asks) -> None:
    if caller.permissions and caller.permissions <= KEYS_ONLY and asks not in KEYS_ONLY:
        raise Problem(403, "forbidden", "The key of a skill is for leaving records of that skill only.")
    if isinstance(asks, Permission) and not caller.may(asks):
        if asks in caller.permissions:
            raise Problem(
                403, "forbidden", f"The permission {asks.value} is for callers of all workspaces only."
            )
        raise Problem(403, "forbidden", f"The role {caller.role} does not have the permission {asks.value}.")


def _check_workspace(caller: Caller, named: Mapping[str, str]) -> None:
    """To a caller who is limited to workspaces, no other is there: neither what is in it nor whether it exists."""
    if caller.workspaces is None or "workspace_id" not in named:
        return
    try:
        workspace_id = UUID(named["workspace_id"])
    except ValueError:
        return  # no workspace has this name: the route says so
    if not caller.may_see(workspace_id):
        raise not_found("workspace")
