"""How does the control plane say that something went wrong? As problem details (RFC 9457), whatever it was."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import HTTPException
from fastapi.responses import JSONResponse

MEDIA_TYPE = "application/problem+json"
_MAX_FIELD_ERRORS = 50
_MAX_NAME_CHARS = 100


class Problem(HTTPException):
    """A refusal that the caller is told about.

    *kind* is a word that programs may rely on (`urn:watchgate:problem:<kind>` in `type`); *detail* one sentence for
    people: what happened, what to do. Neither ever holds content, keys or anything of our inside.
    """

    def __init__(
        self, status: int, kind: str, detail: str, *, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, detail, dict(headers or {}))
        self.kind = kind
        self.more = more

    def as_json(self) -> dict[str, Any]:
        """The body: `type`, `title`, `status`, `detail`, and what else this problem has to say."""
        return {
            "type": f"urn:watchgate:problem:{self.kind}",
            "title": title_of(self.status_code),
            "status": self.status_code,
            "detail": self.detail,
            **self.more,
        }

    def as_response(self) -> JSONResponse:
        return JSONResponse(self.as_json(), self.status_code, self.headers, media_type=MEDIA_TYPE)


def title_of(status: int) -> str:
    """The standard words for a status: `Not Found`."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def not_found(what: str) -> Problem:
    """404: there is no such *what*, or none that this caller may see."""
    return Problem(404, "not-found", f"There is no such {what}.")


def invalid_input(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """422 from pydantic's errors: where, and what was expected. The values that were sent are never repeated."""
    return Problem(
        422,
        "invalid-input",
        "The request does not have the expected form; `errors` says where.",
        errors=[_field_error(error) for error in errors[:_MAX_FIELD_ERRORS]],
    )


def _field_error(error: Mapping[str, Any]) -> dict[str, str]:
    place, *path = [str(part)[:_MAX_NAME_CHARS] for part in error["loc"]] or ["body"]
    expected = str(error["type"]).replace("_", " ")
    return {"in": place, "name": ".".join(path), "message": _SAID.get(error["type"], expected)}


_SAID = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "json_invalid": "is not valid JSON",
    "uuid_parsing": "is not a UUID",
    "uuid_type": "is not a UUID",
    "string_type": "is not a string",
    "string_unicode": "is not valid Unicode text",
    "string_too_short": "is too short",
    "string_too_long": "is too long",
    "string_pattern_mismatch": "does not have the expected form",
    "int_parsing": "is not a whole number",
    "int_type": "is not a whole number",
    "int_from_float": "is not a whole number",
    "bool_parsing": "is neither true nor false",
    "bool_type": "is neither true nor false",
    "float_parsing": "is not a number",
    "datetime_parsing": "is not a time; write it like 2026-11-22T14:00:00Z",
    "datetime_from_date_parsing": "is not a time; write it like 2026-11-22T14:00:00Z",
    "timezone_aware": "has no time zone; write it like 2026-11-22T14:00:00Z",
    "enum": "is not one of the known words",
    "literal_error": "is not one of the known words",
    "greater_than_equal": "is too small",
    "greater_than": "is too small",
    "less_than_equal": "is too large",
    "less_than": "is too large",
    "model_attributes_type": "is not an object",
    "model_type": "is not an object",
    "dict_type": "is not an object",
    "list_type": "is not a list",
}
