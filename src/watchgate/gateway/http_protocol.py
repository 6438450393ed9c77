"""What may a connection cost before its request is complete?

uvicorn's protocol with the limits that it leaves to a front server: size of the head, time for head and body, and word at
once when a client goes away. Refusals speak OpenAI's error shape.
"""

import asyncio
from collections.abc import Awaitable, Callable
from math import ceil
from typing import Any, Protocol, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol, RequestResponseCycle

from watchgate.gateway.replies import Headers, Reply, refusal
from watchgate.gateway.worker import Worker
from watchgate.policy.pack import Limits

KEEP_ALIVE_S = 75.0
"""Longer than clients keep theirs open, so that it is they who close (nginx's default)."""

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Host(Protocol):
    """What a connection needs of the app it belongs to."""

    worker: Worker
    connections: set[Any]


class GatewayProtocol(HttpToolsProtocol):
    """One connection. `on_gone` is the task to cancel when the client goes away."""

    @property
    def limits(self) -> Limits:
        """Those of the pack in force."""
        return self.host.worker.gate.pack.limits

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self.host = cast("Host", self.config.app)
        self.host.connections = self.connections
        self.on_gone: asyncio.Task[Any] | None = None
        self.is_lost = asyncio.Event()
        self._head_bytes = 0
        self._is_in_head = True
        self._is_idle = False
        self.reading_since: float | None = self.loop.time()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.is_lost.set()
        if self.on_gone is not None:
            self.on_gone.cancel()

    def data_received(self, data: bytes) -> None:
        if self._is_in_head:
            self._head_bytes += len(data)
            limit = self.limits.header_bytes
            if self._head_bytes > limit and not 0 <= data.find(b"\r\n\r\n") <= limit:
                self._refuse(
                    431, "headers_too_large", f"The headers exceed {limit} bytes. Send fewer or shorter ones."
                )
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["watchgate.connection"] = self  # type: ignore[typeddict-unknown-key]
        self._is_in_head = True
        self._is_idle = False
        self.reading_since = self.loop.time()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._head_bytes = 0
        self.reading_since = self.loop.time()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self.reading_since = None
        self._is_in_head = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """As uvicorn's, but for its timer: `close_overdue` looks after idle connections as well, a timer for each answer costs more."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self.reading_since is None:
            self._is_idle = True
            self.reading_since = self.loop.time()

    def shutdown(self) -> None:
        self.host.worker.is_draining = True
        self.config.timeout_graceful_shutdown = ceil(self.limits.drain_s)
        super().shutdown()

    def send_400_response(self, msg: str) -> None:
        self._refuse(400, "invalid_request", f"{msg} Send well-formed HTTP/1.1.")

    async def break_off(self) -> None:
        """Close at once, in the middle of an answer, so that the client sees that it was cut."""
        self.transport.abort()
        await self.is_lost.wait()

    def is_overdue(self, now: float) -> bool:
        """Has a request been on its way for too long, or none come?"""
        limit = self.limits.header_s if self._is_in_head else self.limits.body_s
        if self._is_idle:
            limit = KEEP_ALIVE_S
        return self.reading_since is not None and now - self.reading_since > limit

    def _refuse(self, status: int, code: str, message: str) -> None:
        reply = refusal(status, code, message)
        self.transport.write(_head(status, [*reply.headers, _CLOSE], reply.body) + reply.body)
        self.transport.close()


async def send_reply(send: Send, reply: Reply) -> None:
    """Send a whole answer in one write. By the two messages of ASGI it would take two system calls.

    *send* is what uvicorn gave us: a method of its cycle, whose state is left as its own `send` would leave it.
    """
    cycle: RequestResponseCycle = send.__self__  # type: ignore[attr-defined]
    if cycle.flow.write_paused and not cycle.disconnected:
        await cycle.flow.drain()
    if cycle.disconnected:
        return
    headers: Headers = [*cycle.default_headers, *reply.headers]
    if not cycle.keep_alive:
        headers.append(_CLOSE)
    elif _CLOSE in reply.headers:
        cycle.keep_alive = False
    head = _head(reply.status, headers, reply.body)
    cycle.response_started = True
    cycle.waiting_for_100_continue = False
    cycle.transport.write(head if cycle.scope["method"] == "HEAD" else head + reply.body)
    cycle.response_complete = True
    cycle.message_event.set()
    if not cycle.keep_alive:
        cycle.transport.close()
    cycle.on_response()


_CLOSE = (b"connection", b"close")


def _head(status: int, headers: Headers, body: bytes) -> bytes:
    lines = [STATUS_LINE[status]]
    for name, value in headers:
        lines += (name, b": ", value, b"\r\n")
    lines.append(b"content-length: %d\r\n\r\n" % len(body))
    return b"".join(lines)


def close_overdue(connections: set[Any], now: float) -> None:
    """Close every connection whose request takes too long to arrive."""
    for connection in list(connections):
        if connection.is_overdue(now):
            connection.transport.close()
