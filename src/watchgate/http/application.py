"""How do routers become the control plane's application? Guarded, enveloped, and every error a problem."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from watchgate import __version__
from watchgate.http.credentials import Credentials, Recognise, no_sessions
from watchgate.http.description import describe
from watchgate.http.envelope import BodyLimit, Envelope
from watchgate.http.guard import Guard
from watchgate.http.origin import Origins
from watchgate.http.permissions import Authenticate
from watchgate.http.problems import Problem, invalid_input, title_of
from watchgate.http.proxies import TrustedProxies
from watchgate.http.routes import ROUTES, Routes
from watchgate.kernel.errors import UserError

OPENAPI_PATH = "/api/v1/openapi.json"
_KINDS = {
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "body-too-large",
    422: "invalid-input",
    424: "upstream-refused",
    429: "too-many-requests",
}


@dataclass(frozen=True, slots=True)
class Outside:
    """How the world reaches us: under which name, and through which proxies."""

    public_url: str | None = None
    trusted_proxies: tuple[str, ...] = ()


def create_app(
    routers: Iterable[APIRouter],
    *,
    authenticate: Authenticate,
    recognise: Recognise = no_sessions,
    statuses: Mapping[type[UserError], int] | None = None,
    routes: Routes = ROUTES,
    outside: Outside = Outside(),
) -> FastAPI:
    """The ASGI application of *routers*. Only what *routes* names is served, to whom *authenticate* (tokens) or
    *recognise* (sessions) knows.

    A `UserError` from a service is told as it is: with the status that *statuses* has for its class, else 422.
    """
    app = FastAPI(
        title="Watchgate",
        version=__version__,
        description="The control plane's REST API.",
        openapi_url=OPENAPI_PATH,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for router in routers:
        app.include_router(router)
    _handle_errors(app, statuses or {})
    app.add_middleware(BodyLimit)
    credentials = Credentials(authenticate, recognise, Origins(outside.public_url))
    app.add_middleware(Guard, routes=routes, credentials=credentials)
    app.add_middleware(Envelope)
    app.add_middleware(TrustedProxies, trusted=outside.trusted_proxies)
    describe(app, routes)
    return app


def _handle_errors(app: FastAPI, statuses: Mapping[type[UserError], int]) -> None:
    @app.exception_handler(HTTPException)
    async def _http(_request: Request, error: HTTPException) -> JSONResponse:
        return _as_problem(error).as_response()

    @app.exception_handler(RequestValidationError)
    async def _validation(_request: Request, error: RequestValidationError) -> JSONResponse:
        return invalid_input(error.errors()).as_response()

    @app.exception_handler(UserError)
    async def _user(_request: Request, error: UserError) -> JSONResponse:
        status = next((statuses[kind] for kind in type(error).__mro__ if kind in statuses), 422)
        return Problem(status, _kind_of(status), str(error)).as_response()


def _as_problem(error: HTTPException) -> Problem:
    if isinstance(error, Problem):
        return error
    status = error.status_code
    return Problem(status, _kind_of(status), f"{title_of(status)}.", headers=error.headers)


def _kind_of(status: int) -> str:
    return _KINDS.get(status) or ("internal-error" if status >= 500 else "bad-request")
