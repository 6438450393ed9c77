"""How does an answer travel? Headers, body, pace, compression, and the connection that breaks when a fault says so."""

import asyncio
import zlib
from collections.abc import Mapping
from enum import Enum, auto

from starlette.types import Scope, Send

from watchgate.simulator.faults import Fault
from watchgate.simulator.framing import frame_stream, split_inside_a_character
from watchgate.simulator.reply import FileReply, JsonReply, RedirectReply, Reply, StreamReply, pretty

TRANSPORT = "watchgate.transport"
"""The scope extension under which our server hands over the connection, so that a fault can break it."""

_APART_SECONDS = 0.002
"""Long enough that two writes arrive as two reads."""


class Delivered(Enum):
    WHOLE = auto()
    HUNG_UP = auto()


class Delivery:
    """One answer on its way to one client."""

    def __init__(self, *, scope: Scope, send: Send, headers: Mapping[str, str], faults: list[Fault]) -> None:
        self._transport: asyncio.Transport = scope["extensions"][TRANSPORT]
        self._send = send
        self._headers = dict(headers)
        self._faults = {fault.name: fault for fault in faults}
        self._compressor = None
        if "gzip" in self._faults and _accepts_gzip(scope):
            self._compressor = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
            self._headers["content-encoding"] = "gzip"

    async def deliver(self, reply: Reply) -> Delivered:
        await self._pause("slow-first-byte", default_seconds=1.0)
        if "drop-connection" in self._faults:
            return self._hang_up()
        match reply:
            case JsonReply():
                return await self._deliver_json(reply)
            case StreamReply():
                return await self._deliver_stream(reply)
            case RedirectReply():
                self._headers.pop("content-encoding", None)
                await self._start(reply.status, {"location": reply.location, "content-length": "0"})
                return await self._finish()
            case FileReply():
                return await self._deliver_file(reply)

    async def _deliver_json(self, reply: JsonReply) -> Delivered:
        body = pretty(reply.body)
        if "malformed-json" in self._faults:
            body = body[: len(body) // 2]
        if self._compressor:
            body = self._compressor.compress(body) + self._compressor.flush()
        length = {"content-type": "application/json", "content-length": str(len(body))}
        await self._start(reply.status, {**length, **reply.headers})
        await self._write(body)
        return await self._finish()

    async def _deliver_stream(self, reply: StreamReply) -> Delivered:
        stream = frame_stream(reply, self._faults)
        await self._start(
            200, {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}
        )
        for number, write in enumerate(stream.writes):
            if number:
                await self._pause("slow-stream", default_seconds=0.05)
            if self._compressor:
                await self._write(
                    self._compressor.compress(write) + self._compressor.flush(zlib.Z_SYNC_FLUSH)
                )
            else:
                await self._write(write)
        if stream.is_cut:
            return self._hang_up()
        if self._compressor:
            await self._write(self._compressor.flush())
        return await self._finish()

    async def _deliver_file(self, reply: FileReply) -> Delivered:
        self._headers.pop("content-encoding", None)
        length = {"content-type": reply.media_type, "content-length": str(reply.size_bytes)}
        await self._start(reply.status, {**length, **reply.headers})
        left = reply.size_bytes // 2 if "cut-file" in self._faults else None
        for piece in reply.pieces:
            await self._send({"type": "http.response.body", "body": piece[:left], "more_body": True})
            left = None if left is None else max(0, left - len(piece))
            if left == 0:
                return self._hang_up()
        return await self._finish()

    async def _start(self, status: int, headers: Mapping[str, str]) -> None:
        lines = [
            (name.encode(), value.encode("latin-1")) for name, value in {**self._headers, **headers}.items()
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": lines})

    async def _write(self, data: bytes) -> None:
        pieces = split_inside_a_character(data) if "split-utf8" in self._faults else [data]
        for number, piece in enumerate(pieces):
            if number:
                await asyncio.sleep(_APART_SECONDS)
            await self._send({"type": "http.response.body", "body": piece, "more_body": True})

    async def _finish(self) -> Delivered:
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})
        return Delivered.WHOLE

    async def _pause(self, fault_name: str, *, default_seconds: float) -> None:
        if fault := self._faults.get(fault_name):
            await asyncio.sleep(default_seconds if fault.amount is None else fault.amount)

    def _hang_up(self) -> Delivered:
        self._transport.close()
        return Delivered.HUNG_UP


def _accepts_gzip(scope: Scope) -> bool:
    accepted = b",".join(value for name, value in scope["headers"] if name.lower() == b"accept-encoding")
    return b"gzip" in accepted.lower()
