"""What may a connection cost before its request is complete?

uvicorn's protocol with the limits that it leaves to a front server: size of the head, time for head and body, and word at
once when a client goes away. Refusals speak OpenAI's error shape.
"""

import asyncio
from math import ceil
from typing import Any, Protocol, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from watchgate.gateway.replies import refusal
from watchgate.gateway.worker import Worker
from watchgate.policy.pack import Limits


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
        """Has a request been on its way for too long?"""
        limit = self.limits.header_s if self._is_in_head else self.limits.body_s
        return self.reading_since is not None and now - self.reading_since > limit

    def _refuse(self, status: int, code: str, message: str) -> None:
        reply = refusal(status, code, message)
        head = [STATUS_LINE[status], *(name + b": " + value + b"\r\n" for name, value in reply.headers)]
        head += [b"content-length: %d\r\nconnection: close\r\n\r\n" % len(reply.body), reply.body]
        self.transport.write(b"".join(head))
        self.transport.close()


def close_overdue(connections: set[Any], now: float) -> None:
    """Close every connection whose request takes too long to arrive."""
    for connection in list(connections):
        if connection.is_overdue(now):
            connection.transport.close()
