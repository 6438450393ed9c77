"""How is the API described to programs? OpenAPI, with the permissions and problems that each route really has."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from watchgate.http.cookies import SESSION_COOKIE
from watchgate.http.problems import MEDIA_TYPE
from watchgate.http.routes import PUBLIC, Asks, Routes

_BEARER = "token"
_COOKIE = "session"
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457 problem details.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "urn:watchgate:problem:<kind>"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, and what to do."},
        "error_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "name", "message"],
                "properties": {key: {"type": "string"} for key in ("in", "name", "message")},
            },
        },
    },
}
_SAID_EVERYWHERE = {
    "400": "The request cannot be read.",
    "401": "Neither a valid API token nor a session.",
    "403": "The caller does not have the permission; or a page that is not ours sent it.",
    "404": "There is no such thing.",
    "405": "The path does not take this method.",
    "409": "It contradicts what is already there.",
    "413": "The body is too large.",
    "422": "The request does not have the expected form.",
    "500": "Something went wrong here.",
}
_SAID_TO_ANYBODY = {"400", "405", "500"}
_SAID_OF_INPUT = {"403", "413", "422"}


def describe(app: FastAPI, routes: Routes) -> None:
    """Make *app* serve a description that names each route's permission and problems."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app, routes)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's documented way


def problem_response(said: str) -> dict[str, Any]:
    """How a problem is described among a route's responses."""
    return {
        "description": said,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _described(app: FastAPI, routes: Routes) -> dict[str, Any]:
    schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    schemas["Problem"] = _PROBLEM
    components["securitySchemes"] = {
        _BEARER: {"type": "http", "scheme": "bearer"},
        _COOKIE: {"type": "apiKey", "in": "cookie", "name": f"__Host-{SESSION_COOKIE}"},
    }
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _finish(operation, routes.get((method.upper(), path), PUBLIC))
    return schema


def _finish(operation: dict[str, Any], asks: Asks) -> None:
    responses = operation["responses"]
    responses.pop("422", None)  # FastAPI's own, which has another form than ours
    said = set(_SAID_EVERYWHERE)
    if asks is PUBLIC:
        said = _SAID_TO_ANYBODY | (_SAID_OF_INPUT if _takes_input(operation) else set())
    for status in sorted(said):
        responses.setdefault(status, problem_response(_SAID_EVERYWHERE[status]))
    if asks is not PUBLIC:
        operation["security"] = [{_BEARER: []}, {_COOKIE: []}]
        operation["x-permission"] = asks.value


def _takes_input(operation: dict[str, Any]) -> bool:
    return "requestBody" in operation or bool(operation.get("parameters"))
