"""What did the upstream answer? The head at once, the body as it arrives or in one piece."""

import asyncio
from collections.abc import AsyncIterator
from typing import Protocol

from watchgate.gateway.upstream.failures import UpstreamFailure

PAUSE_ABOVE_BYTES = 256 * 1024
"""With more than this waiting to be consumed, we stop reading from the upstream."""


class Source(Protocol):
    """The connection that an answer comes from."""

    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def abandon(self) -> None: ...


class UpstreamAnswer:
    """One answer. Read it to its end, or `cancel()` it: an answer left alone holds a connection until its total timeout.

    A task that is cancelled while it waits here cancels the answer too.
    """

    __slots__ = ("_ceiling", "_failure", "_is_paused", "_pieces", "_reads_whole", "_source", "_waiter", "headers", "is_complete", "status", "waiting_bytes")  # fmt: skip

    def __init__(self, source: Source) -> None:
        self.status = 0
        self.headers: list[tuple[bytes, bytes]] = []
        """As received, names in lower case; those about the connection (hop-by-hop) included."""
        self.is_complete = False
        self.waiting_bytes = 0
        self._pieces: list[bytes] = []
        self._source: Source | None = source
        self._waiter: asyncio.Future[None] | None = None
        self._failure: UpstreamFailure | None = None
        self._reads_whole = False
        self._is_paused = False
        self._ceiling = PAUSE_ABOVE_BYTES

    async def read(self, limit: int) -> bytes:
        """The whole body as sent (`content-encoding` untouched). More than *limit* bytes fail with `too_large`."""
        self._reads_whole, self._ceiling = True, limit
        self._check_limit()
        if not self.is_complete and self._failure is None:
            self._resume()
            await self.wait()
        if self._failure is not None:
            raise self._failure
        return self._take()

    async def next_chunk(self) -> bytes:
        """What has arrived since the last call, waiting for at least a byte; empty at the end of the answer."""
        while not self._pieces:
            if self._failure is not None:
                raise self._failure
            if self.is_complete:
                return b""
            await self.wait()
        self._resume()
        return self._take()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while piece := await self.next_chunk():
            yield piece

    def cancel(self) -> None:
        """Nobody wants the rest: end the connection at once. Does nothing after the last byte."""
        if self._source is not None:
            self._source.abandon()

    # -- the connection's side ----------------------------------------------------------------------------------------

    async def wait(self) -> None:
        """Until there is news: the head, more of the body, the end, a failure."""
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        except BaseException:  # cancelled or worse: whatever ends the waiting ends the answer, and travels on
            self.cancel()
            raise
        finally:
            self._waiter = None

    async def begun(self) -> None:
        """Until the head is there. Raises UpstreamFailure."""
        while self.status == 0:
            if self._failure is not None:
                raise self._failure
            await self.wait()

    def add(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self.waiting_bytes += len(piece)

    def has_news(self) -> None:
        """The connection has read something: keep to the limits, wake who waits."""
        if self.waiting_bytes > self._ceiling:
            if self._reads_whole:
                self._check_limit()
            elif self._source is not None and not self._is_paused:
                self._is_paused = True
                self._source.pause()
        if not self._reads_whole or self.is_complete:
            self._wake()

    def completed(self) -> None:
        """The last byte is here; the connection goes its own way."""
        self.is_complete = True
        self._source = None

    def failed(self, failure: UpstreamFailure) -> None:
        self._failure = failure
        self._source = None
        self._wake()

    def _check_limit(self) -> None:
        if self.waiting_bytes > self._ceiling and self._failure is None:
            self.cancel()
            self._pieces.clear()
            self.failed(UpstreamFailure("too_large", f"The answer exceeds {self._ceiling} bytes.", sent=True))

    def _resume(self) -> None:
        if self._is_paused and self._source is not None:
            self._is_paused = False
            self._source.resume()

    def _take(self) -> bytes:
        pieces, self._pieces, self.waiting_bytes = self._pieces, [], 0
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
