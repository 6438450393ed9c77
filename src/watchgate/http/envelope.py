"""What holds for every answer, whatever happened? Security headers, bounded bodies, and never a word of our inside."""

import logging
import traceback

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from watchgate.http.problems import Problem
from watchgate.http.routes import LARGE_BODIES
from watchgate.kernel.ids import new_id

MAX_BODY_BYTES = 1_000_000
SECURITY_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ONLY_HTTPS = {"Strict-Transport-Security": "max-age=31536000"}
"""Said over https alone: from then on the browser comes by no other way."""
_log = logging.getLogger(__name__)


class Envelope:
    """Outermost of the application: adds the security headers, and turns what nobody foresaw into a 500 with an id.

    The log then names the kind of error and where it happened, not its message: that may hold other people's text.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_begun = False
        more = ONLY_HTTPS if scope["scheme"] == "https" else {}

        async def send_with_headers(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in {**SECURITY_HEADERS, **more}.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_with_headers)
        except Exception as error:  # noqa: BLE001 -- nothing may leave as a stack trace, nor end the server
            problem = _internal(error)
            if not has_begun:
                await problem.as_response()(scope, receive, send_with_headers)


class BodyLimit:
    """Refuses bodies above *limit_bytes* (more where `LARGE_BODIES` says so) with 413, whether they say their size or not."""

    def __init__(self, app: ASGIApp, limit_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._limit_bytes = limit_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = LARGE_BODIES.get((scope["method"], scope["path"]), self._limit_bytes)
        too_large = Problem(413, "body-too-large", f"A body may have {limit} bytes here.")
        if _declared_bytes(scope) > limit:
            await too_large.as_response()(scope, receive, send)
            return
        read_bytes = 0

        async def receive_bounded() -> Message:
            nonlocal read_bytes
            message = await receive()
            read_bytes += len(message.get("body", b""))
            if read_bytes > limit:
                raise too_large
            return message

        await self._app(scope, receive_bounded, send)


def _declared_bytes(scope: Scope) -> int:
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0


def _internal(error: Exception) -> Problem:
    error_id = new_id("err")
    frames = "".join(traceback.format_tb(error.__traceback__))
    _log.error("%s: %s\n%s", error_id, type(error).__name__, frames)
    return Problem(
        500,
        "internal-error",
        f"Something went wrong here; the server's log has more under {error_id}.",
        error_id=error_id,
    )
