"""May this request come in? Decided before a route, a body or a database is touched; no is the default."""

from starlette.types import ASGIApp, Receive, Scope, Send

from watchgate.http.permissions import Authenticate, Caller, Permission
from watchgate.http.problems import Problem, not_found
from watchgate.http.routes import PUBLIC, Routes, RouteTable

_MAX_TOKEN_CHARS = 200
_CHALLENGE = {"WWW-Authenticate": "Bearer"}


class Guard:
    """Lets a request through when the table of routes says that its caller may.

    401 without a valid bearer token, 403 without the permission, 404 for a path that is not in the table (even if the
    application has a route for it), 405 for a method that is not.
    """

    def __init__(self, app: ASGIApp, routes: Routes, authenticate: Authenticate) -> None:
        self._app = app
        self._table = RouteTable(routes)
        self._authenticate = authenticate

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
        methods = self._table.methods_of(scope["path"])
        permission = methods.get(scope["method"], Permission.READ)
        if permission is PUBLIC:
            return
        caller = await self._caller(scope)
        if not methods:
            raise not_found("path")
        if scope["method"] not in methods:
            allow = ", ".join(sorted(methods))
            raise Problem(405, "method-not-allowed", f"This path takes {allow}.", headers={"Allow": allow})
        if not caller.may(permission):
            raise Problem(
                403, "forbidden", f"The role {caller.role} does not have the permission {permission.value}."
            )
        scope["watchgate.caller"] = caller

    async def _caller(self, scope: Scope) -> Caller:
        token = _bearer_token(scope)
        caller = await self._authenticate(token) if token else None
        if caller is None:
            raise Problem(
                401,
                "unauthenticated",
                "Send a valid API token: `Authorization: Bearer …`. `watchgate tokens create` makes one.",
                headers=_CHALLENGE,
            )
        return caller


def _bearer_token(scope: Scope) -> str:
    """The token of the one Authorization header; empty when there is none, or more than one."""
    values = [value for name, value in scope["headers"] if name == b"authorization"]
    scheme, _, token = (values[0] if len(values) == 1 else b"").decode("latin-1").partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and len(token) <= _MAX_TOKEN_CHARS else ""
