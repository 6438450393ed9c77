"""A server that misbehaves as scripted, on a real socket."""

import asyncio
import contextlib
import ssl
from collections.abc import Awaitable, Callable

from watchgate.gateway.upstream import Origin, Timeouts, UpstreamAnswer, UpstreamPool

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
PATIENT = Timeouts(connect_s=5, first_byte_s=5, idle_s=5, total_s=10)


class Upstream:
    """Runs the script once per connection, and counts."""

    def __init__(self, script: Script) -> None:
        self.accepted = 0
        self.open = 0
        self.origin: Origin
        self._script = script
        self._server: asyncio.Server
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, *, host: str = "127.0.0.1", context: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._accept, host, 0, ssl=context)
        port = self._server.sockets[0].getsockname()[1]
        name = "localhost" if context else f"[{host}]" if ":" in host else host
        self.origin = Origin.parse(f"{'https' if context else 'http'}://{name}:{port}")

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        self.open += 1
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._script(reader, writer)
        finally:
            self.open -= 1
            self._tasks.discard(task)
            writer.close()


async def ask(
    pool: UpstreamPool, upstream: Upstream, body: bytes = b"{}", *, timeouts: Timeouts = PATIENT
) -> UpstreamAnswer:
    return await pool.send(
        upstream.origin, b"POST", b"/v1/x", [(b"content-type", b"application/json")], body, timeouts
    )


async def request_from(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """The head and the body of one request."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            length = int(value)
    return head, await reader.readexactly(length)


def saying(*answers: bytes) -> Script:
    """A script that gives the same bytes to every request; between two of them it waits a moment."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            await request_from(reader)
            for piece in answers:
                writer.write(piece)
                await writer.drain()
                if len(answers) > 1:
                    await asyncio.sleep(0.01)

    return script


def saying_then_closing(*answers: bytes) -> Script:
    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await request_from(reader)
        for piece in answers:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.005)

    return script


async def eventually(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(3):
        while not condition():  # noqa: ASYNC110 - what is awaited happens on the other side of a socket
            await asyncio.sleep(0.005)


OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
