"""How do routers become the control plane's application? Guarded, enveloped, and every error a problem."""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from watchgate import __version__
from watchgate.http.description import describe
from watchgate.http.envelope import BodyLimit, Envelope
from watchgate.http.guard import Guard
from watchgate.http.permissions import Authenticate
from watchgate.http.problems import Problem, invalid_input, title_of
from watchgate.http.routes import ROUTES, Routes
from watchgate.kernel.errors import UserError

OPENAPI_PATH = "/api/v1/openapi.json"
_KINDS = {
    404: "not-found",
    405: "method-not-allowed",
    409: "conflict",
    413: "body-too-large",
    422: "invalid-input",
}


def create_app(
    routers: Iterable[APIRouter],
    *,
    authenticate: Authenticate,
    statuses: Mapping[type[UserError], int] | None = None,
    routes: Routes = ROUTES,
) -> FastAPI:
    """The ASGI application of *routers*. Only what *routes* names is served.

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
    app.add_middleware(Guard, routes=routes, authenticate=authenticate)
    app.add_middleware(Envelope)
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
