"""Which error does a fault put in place of the answer?"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from email.utils import format_datetime

from watchgate.kernel.clock import utc_now
from watchgate.simulator.api_error import ApiError
from watchgate.simulator.faults import Fault


def error_of(faults: Iterable[Fault]) -> ApiError | None:
    """The error of the first fault that is one."""
    for fault in faults:
        if make := _ERRORS.get(fault.name):
            return make(fault.amount)
    return None


def _invalid_key(_: float | None) -> ApiError:
    return ApiError(401, "Incorrect API key provided: sk-s****fault.", code="invalid_api_key")


def _rate_limited(headers: Mapping[str, str]) -> ApiError:
    return ApiError(
        429,
        "Rate limit reached for requests per minute (RPM): Limit 500, Used 500, Requested 1. Please try again later.",
        kind="requests",
        code="rate_limit_exceeded",
        headers=headers,
    )


def rate_limited(amount: float | None) -> ApiError:
    """429 that asks for so many seconds (default 1)."""
    return _rate_limited({"retry-after": _whole(amount, default=1)})


def _retry_after_milliseconds(amount: float | None) -> ApiError:
    return _rate_limited({"retry-after-ms": _whole(amount, default=40), "retry-after": "1"})


def _retry_after_date(amount: float | None) -> ApiError:
    # The one answer that depends on the real clock: a date is only of use to a client that shares it.
    moment = utc_now() + timedelta(seconds=2 if amount is None else amount)
    return _rate_limited({"retry-after": format_datetime(moment, usegmt=True)})


def _retry_after_long(amount: float | None) -> ApiError:
    return _rate_limited({"retry-after": _whole(amount, default=300)})


def _out_of_quota(_: float | None) -> ApiError:
    message = "You exceeded your current quota, please check your plan and billing details."
    return ApiError(429, message, kind="insufficient_quota", code="insufficient_quota")


def _server_error(_: float | None) -> ApiError:
    message = "The server had an error while processing your request. Sorry about that!"
    return ApiError(500, message, kind="server_error")


def _overloaded(_: float | None) -> ApiError:
    message = "The engine is currently overloaded, please try again later."
    return ApiError(503, message, kind="server_error")


def _final_server_error(_: float | None) -> ApiError:
    message = "The server had an error while processing your request, and asks you not to try again."
    return ApiError(500, message, kind="server_error", headers={"x-should-retry": "false"})


def _whole(amount: float | None, *, default: int) -> str:
    return str(default if amount is None else round(amount))


_ERRORS: Mapping[str, Callable[[float | None], ApiError]] = {
    "http-401": _invalid_key,
    "http-429-retry-after": rate_limited,
    "http-429-retry-after-ms": _retry_after_milliseconds,
    "http-429-retry-after-date": _retry_after_date,
    "http-429-long": _retry_after_long,
    "http-429-quota": _out_of_quota,
    "http-500": _server_error,
    "http-503": _overloaded,
    "x-should-retry-false": _final_server_error,
}
