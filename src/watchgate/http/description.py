"""How is the API described to programs? OpenAPI, with the permissions and problems that each route really has."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from watchgate.http.problems import MEDIA_TYPE
from watchgate.http.routes import PUBLIC, Routes

_BEARER = "token"
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
    "401": "No valid API token.",
    "403": "The token's role does not have the permission.",
    "404": "There is no such thing.",
    "405": "The path does not take this method.",
    "409": "It contradicts what is already there.",
    "413": "The body is too large.",
    "422": "The request does not have the expected form.",
    "500": "Something went wrong here.",
}


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
    components["securitySchemes"] = {_BEARER: {"type": "http", "scheme": "bearer"}}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            _finish(operation, routes.get((method.upper(), path), PUBLIC))
    return schema


def _finish(operation: dict[str, Any], permission: str | None) -> None:
    for status, said in _SAID_EVERYWHERE.items():
        if permission is not PUBLIC or status in {"400", "405", "500"}:
            operation["responses"][status] = problem_response(said)
    if permission is not PUBLIC:
        operation["security"] = [{_BEARER: []}]
        operation["x-permission"] = str(permission)
