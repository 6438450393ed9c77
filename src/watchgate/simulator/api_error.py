"""How does OpenAI say no? One body for every error (contracts §2.5), carried by an exception that knows its status."""

from collections.abc import Mapping

from watchgate.simulator.reply import JsonObject, JsonReply


class ApiError(Exception):
    """An endpoint's refusal: status, OpenAI's error body and extra headers."""

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        param: str | None = None,
        code: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: JsonObject = {"message": message, "type": kind, "param": param, "code": code}
        self.headers = dict(headers or {})

    def reply(self) -> JsonReply:
        return JsonReply({"error": self.body}, status=self.status, headers=self.headers)


def not_json() -> ApiError:
    return ApiError(
        400,
        "We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library"
        " correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)",
    )


def missing(param: str) -> ApiError:
    return ApiError(
        400, f"Missing required parameter: '{param}'.", param=param, code="missing_required_parameter"
    )


def wrong_type(param: str, *, expected: str, got: object) -> ApiError:
    message = f"Invalid type for '{param}': expected {expected}, but got {_name_of_type(got)} instead."
    return ApiError(400, message, param=param, code="invalid_type")


def invalid(param: str, message: str, *, code: str = "invalid_value") -> ApiError:
    return ApiError(400, f"Invalid '{param}': {message}", param=param, code=code)


def model_not_found(model: str) -> ApiError:
    message = f"The model `{model}` does not exist or you do not have access to it."
    return ApiError(404, message, code="model_not_found")


def no_key() -> ApiError:
    return ApiError(
        401,
        "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth"
        " (i.e. Authorization: Bearer YOUR_KEY).",
        code="invalid_api_key",
    )


def wrong_key(key: str) -> ApiError:
    shown = f"{key[:4]}****{key[-4:]}" if len(key) > 12 else "****"
    return ApiError(401, f"Incorrect API key provided: {shown}.", code="invalid_api_key")


def unknown_url(method: str, path: str) -> ApiError:
    return ApiError(404, f"Invalid URL ({method} {path})", code="unknown_url")


def _name_of_type(value: object) -> str:  # noqa: PLR0911 - one line per JSON type
    match value:
        case None:
            return "null"
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a decimal"
        case str():
            return "a string"
        case list():
            return "an array"
        case _:
            return "an object"
