"""What happens on one connection? Asked one thing at a time; the answer's bytes go to its UpstreamAnswer.

idle ──ask──► sending, reading ──last byte──► idle again (keep-alive) or closed
  └──server closes, or says something unasked──► closed
"""

import asyncio
import math
import select
from collections.abc import Callable
from typing import Protocol, cast

from httptools import HttpParserError, HttpResponseParser

from watchgate.gateway.upstream.answer import UpstreamAnswer
from watchgate.gateway.upstream.deadlines import Timeouts
from watchgate.gateway.upstream.failures import FailureKind, UpstreamFailure

MAX_HEAD_BYTES = 64 * 1024
"""For an answer's head, and for any run of bytes (interim answers, trailers, chunk extensions) that brings no body."""
SLICE_BYTES = 128 * 1024
"""A larger body is handed to the transport in slices, as the upstream takes them in."""
LOOK_BEFORE_USE_S = 1.0
"""After this long unused, we look at the socket first: the server's close may be there, unread."""


class Keeper(Protocol):
    """Who holds the connection while it is idle."""

    def rest(self, connection: "Connection") -> None: ...
    def forget(self, connection: "Connection") -> None: ...


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection."""

    def __init__(self, keeper: Keeper, expect: Callable[[float], None], *, idle_s: float) -> None:
        self._keeper = keeper
        self._expect = expect
        self._idle_s = idle_s
        self._loop = asyncio.get_running_loop()
        self._parser = HttpResponseParser(self)
        self.lost = self._loop.create_future()
        """Done when the transport is closed for good."""
        self._transport: asyncio.Transport | None = None
        self._is_closed = False
        self._answer: UpstreamAnswer | None = None
        self._headers: list[tuple[bytes, bytes]] = []
        self._barren_bytes = 0
        self._keeps_alive = True
        self._is_head_request = False
        self._unsent: memoryview | None = None
        self._is_write_paused = False
        self._is_read_paused = False
        self._timeouts: Timeouts
        self._total_due = math.inf
        self._moved_at = self._loop.time()

    # -- the pool's side ----------------------------------------------------------------------------------------------

    def ask(self, head: bytes, body: bytes, timeouts: Timeouts, *, is_head_request: bool) -> UpstreamAnswer:
        """Send a request. The answer's head is awaited with `begun()`."""
        assert self._answer is None
        assert self._transport is not None
        self._answer = answer = UpstreamAnswer(self)
        self._timeouts = timeouts
        self._is_head_request = is_head_request
        self._barren_bytes = 0
        self._moved_at = self._loop.time()
        self._total_due = self._moved_at + timeouts.total_s
        if len(body) <= SLICE_BYTES:
            self._transport.write(head + body)
        else:
            self._transport.write(head)
            self._unsent = memoryview(body)
            self._send_more()
        self._expect(self.due())
        return answer

    def is_usable(self) -> bool:
        """May a request be sent here? Not when it has rested too long, or the server has closed or spoken meanwhile."""
        if self._is_closed or self._transport is None or self._transport.is_closing():
            return False
        rested_s = self._loop.time() - self._moved_at
        if rested_s >= self._idle_s:
            return False
        return rested_s < LOOK_BEFORE_USE_S or not self._has_unread()

    def close(self) -> None:
        """Close in order. For idle connections."""
        if self._transport is not None:
            self._transport.close()
        self._gone()

    def abort(self) -> None:
        """Close at once. Whoever still waits for an answer is told so."""
        if self._transport is not None:
            self._transport.abort()
        self._fail("reset", "The gateway has closed the connection.")
        self._gone()

    # -- deadlines ----------------------------------------------------------------------------------------------------

    def due(self) -> float:
        """The moment at which this connection has taken too long (loop time)."""
        if self._answer is None:
            return self._moved_at + self._idle_s
        if self._is_read_paused:
            return self._total_due
        is_awaiting_head = self._answer.status == 0 and self._unsent is None
        quiet_s = self._timeouts.first_byte_s if is_awaiting_head else self._timeouts.idle_s
        return min(self._total_due, self._moved_at + quiet_s)

    def expire(self) -> None:
        if self._answer is None:
            self.close()
            return
        self._break_off("timeout", "The upstream did not answer in time.")

    # -- the answer's side --------------------------------------------------------------------------------------------

    def pause(self) -> None:
        assert self._transport is not None
        self._is_read_paused = True
        self._transport.pause_reading()

    def resume(self) -> None:
        assert self._transport is not None
        self._is_read_paused = False
        self._moved_at = self._loop.time()
        self._transport.resume_reading()
        self._expect(self.due())

    def abandon(self) -> None:
        self._break_off("reset", "The answer was cancelled.")

    # -- the transport's side -----------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's are not subclasses
        self._moved_at = self._loop.time()

    def data_received(self, data: bytes) -> None:
        answer = self._answer
        if answer is None:
            self.abort()  # nobody asked
            return
        self._moved_at = self._loop.time()
        self._barren_bytes += len(data)
        had_head, had_bytes = answer.status != 0, answer.waiting_bytes
        try:
            self._parser.feed_data(data)
        except HttpParserError as problem:
            self._keeps_alive = False
            if not answer.is_complete:
                self._break_off(
                    "protocol", f"The upstream does not speak HTTP as we accept it: {_reason(problem)}."
                )
                return
        has_head = answer.status != 0
        if answer.waiting_bytes != had_bytes or has_head != had_head:
            self._barren_bytes = 0
        elif self._barren_bytes > MAX_HEAD_BYTES:
            self._break_off("protocol", f"The upstream sent {MAX_HEAD_BYTES} bytes that say nothing.")
            return
        if answer.is_complete:
            self._settle()
        elif has_head and not had_head:
            self._expect(self.due())
        if has_head:
            answer.has_news()

    def pause_writing(self) -> None:
        self._is_write_paused = True

    def resume_writing(self) -> None:
        self._is_write_paused = False
        self._moved_at = self._loop.time()
        self._send_more()

    def connection_lost(self, exc: Exception | None) -> None:
        answer = self._answer
        if answer is not None and exc is None and answer.status and _lasts_until_close(answer.headers):
            self._answer = None
            answer.completed()
            answer.has_news()
        self._fail("reset", "The upstream closed the connection before the end of its answer.")
        self._gone()
        self.lost.set_result(None)

    # -- the parser's side (names given by httptools) -----------------------------------------------------------------

    def on_message_begin(self) -> None:
        if self._answer is None or self._answer.is_complete:
            raise _Unacceptable("an answer that nobody asked for")
        self._headers = []

    def on_header(self, name: bytes, value: bytes) -> None:
        self._headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        status = self._parser.get_status_code()
        if status < 200:
            if status == 101 or status < 100:
                raise _Unacceptable(f"status {status}")
            return  # an interim answer; the real one follows
        if self._barren_bytes > MAX_HEAD_BYTES and _size_bytes(self._headers) > MAX_HEAD_BYTES:
            raise _Unacceptable(f"a head of more than {MAX_HEAD_BYTES} bytes")
        answer = self._answer
        assert answer is not None
        answer.status, answer.headers = status, self._headers
        self._headers = []  # trailers end up here, unread
        if self._is_head_request:
            self._keeps_alive = False  # httptools cannot be told that no body follows
            answer.completed()

    def on_body(self, body: bytes) -> None:
        assert self._answer is not None
        self._answer.add(body)

    def on_message_complete(self) -> None:
        answer = self._answer
        if answer is None or answer.status == 0:
            return  # an interim answer
        self._keeps_alive = self._keeps_alive and self._parser.should_keep_alive()
        answer.completed()

    # -- inside -------------------------------------------------------------------------------------------------------

    def _send_more(self) -> None:
        while self._unsent is not None and not self._is_write_paused and not self._is_closed:
            assert self._transport is not None
            self._transport.write(self._unsent[:SLICE_BYTES])
            self._unsent = self._unsent[SLICE_BYTES:] if len(self._unsent) > SLICE_BYTES else None

    def _settle(self) -> None:
        """The answer is complete: use the connection again if both sides can."""
        self._answer = None
        if self._unsent is not None:
            self.abort()  # answered before it had heard us out
        elif not self._keeps_alive:
            self.close()
        else:
            if self._is_read_paused:
                self.resume()
            self._keeper.rest(self)
            self._expect(self.due())

    def _break_off(self, kind: FailureKind, message: str) -> None:
        assert self._transport is not None
        self._transport.abort()
        self._fail(kind, message)
        self._gone()

    def _fail(self, kind: FailureKind, message: str) -> None:
        answer, self._answer, self._unsent = self._answer, None, None
        if answer is not None:
            answer.failed(UpstreamFailure(kind, message, sent=True))

    def _gone(self) -> None:
        self._is_closed = True
        self._keeper.forget(self)

    def _has_unread(self) -> bool:
        assert self._transport is not None
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket").fileno(), select.POLLIN)
        return bool(poll.poll(0))


class _Unacceptable(Exception):
    """Raised inside the parser's callbacks, which stops it."""


def _reason(problem: HttpParserError) -> str:
    return str(problem.__context__ if isinstance(problem.__context__, _Unacceptable) else problem)


def _size_bytes(headers: list[tuple[bytes, bytes]]) -> int:
    return sum(len(name) + len(value) + len(": \r\n") for name, value in headers)


def _lasts_until_close(headers: list[tuple[bytes, bytes]]) -> bool:
    return not any(
        name == b"content-length" or (name == b"transfer-encoding" and b"chunked" in value.lower())
        for name, value in headers
    )
