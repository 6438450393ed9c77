"""An OpenAI on a real socket that answers as scripted, well or badly."""

import asyncio
import contextlib
import json
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

Write = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    target: str
    headers: dict[str, str]
    method: str = "GET"
    body: bytes = b""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.target).query)


Reply = bytes | Callable[[Write], Awaitable[None]]
"""The bytes of an answer, or what writes them."""


class Awkward:
    """Answers each path with its replies in turn; the last one stays. Every connection serves one request."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.replies: dict[str, list[Reply]] = {}
        self.arrived = asyncio.Event()
        """Set when the first request has come."""
        self.left = asyncio.Event()
        """Set when a client leaves while a reply is still being written."""
        self.url = ""
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, context: ssl.SSLContext | None = None) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{port}"

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def says(self, path: str, *replies: Reply) -> None:
        self.replies[path] = list(replies)

    def paths(self) -> list[str]:
        return [each.path for each in self.asked]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        self._tasks.add(task)
        try:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._answer(reader, writer)
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, *fields = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (field.partition(":") for field in fields)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        method, target, _ = line.split(" ")
        asked = Asked(target, headers, method, body)
        self.asked.append(asked)
        self.arrived.set()
        replies = self.replies.get(asked.path, [status(404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]

        async def write(piece: bytes) -> None:
            writer.write(piece)
            await writer.drain()

        if isinstance(reply, bytes):
            await write(reply)
            return
        writing = asyncio.ensure_future(reply(write))
        leaving = asyncio.ensure_future(reader.read(1))
        await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if not writing.done():
            self.left.set()
        for each in (writing, leaving):
            each.cancel()
        await asyncio.gather(writing, leaving, return_exceptions=True)


def answer(status: int, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} As Scripted", f"content-length: {len(body)}", "connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def status(code: int, **headers: str) -> bytes:
    """An answer with this status, and a body that must never show in a message."""
    return answer(code, b'{"detail":"planted-body sk-planted-key"}', **headers)


def ok(body: object, **headers: str) -> bytes:
    return answer(200, json.dumps(body).encode(), content_type="application/json", **headers)


def redirect(location: str, code: int = 307) -> bytes:
    return answer(code, location=location)


def cut(body: bytes, announced: int) -> bytes:
    """The body, of which more was announced; then the connection ends."""
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % announced + body


async def silence(_write: Write) -> None:
    """Not a byte, for as long as the client stays."""
    await asyncio.Event().wait()


async def drip(write: Write) -> None:
    """A byte now and then, without end: each arrives before a silence would be noticed."""
    await write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    while True:
        await write(b" ")
        await asyncio.sleep(0.005)
