"""How is a decision carried out? One exchange over real connections.

The evidence of the question is written while the target thinks, and is on disk before the first byte of the answer leaves.
A client that goes away ends the upstream request at once.
"""

import asyncio
import logging
import time
import traceback
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from watchgate.gateway.ask_target import NoAnswer, TargetAnswer, ask_target
from watchgate.gateway.clients.admission import admit
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.denials import Denied
from watchgate.gateway.encoding import StreamDecoder, Undecodable
from watchgate.gateway.exchange import Exchange
from watchgate.gateway.gate import Asked
from watchgate.gateway.headers import get, to_client
from watchgate.gateway.http_protocol import GatewayProtocol, Send, send_reply
from watchgate.gateway.pings import Pings
from watchgate.gateway.recorder import Recorder
from watchgate.gateway.replies import Headers, Reply, refusal
from watchgate.gateway.upstream import UpstreamFailure
from watchgate.gateway.worker import Worker
from watchgate.ledger.writer import LedgerUnavailable
from watchgate.policy.model import Verdict

log = logging.getLogger("watchgate.gateway")

OFF_LOOP_BYTES = 64 * 1024
"""Bodies larger than this are judged in a thread, so that one big request does not make the others wait."""
DISCARD_FACTOR = 4
"""Of a body that is too large, at most this many times the limit is read before the connection is closed."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]


async def carry(worker: Worker, scope: Scope, receive: Receive, send: Send) -> None:
    """Take one request through: access, body, judgement, target, judgement, answer, evidence."""
    if worker.in_flight >= worker.gate.pack.limits.in_flight:
        await send_reply(send, _TOO_MANY)
        return
    recorder = Recorder(worker, worker.gate)
    carrier = _Carrier(worker, recorder, send)
    task = asyncio.current_task()
    connection: GatewayProtocol = scope["watchgate.connection"]
    connection.on_gone = task
    worker.in_flight += 1
    try:
        await carrier.run(scope, receive)
    except asyncio.CancelledError:
        recorder.ended("client_gone")
    except BrokenOff:
        connection.on_gone = None
        await connection.break_off()
    except Exception as error:  # noqa: BLE001 -- the last resort: whatever we did not foresee passes nothing on
        connection.on_gone = None
        _log_unforeseen(error)
        await carrier.fail(connection)
    finally:
        worker.in_flight -= 1
        connection.on_gone = None


class BrokenOff(Exception):
    """The answer cannot be completed: the connection is closed, so that the client sees that it was cut."""


class _Carrier:
    def __init__(self, worker: Worker, recorder: Recorder, send: Send) -> None:
        self._worker = worker
        self._gate = worker.gate
        self._recorder = recorder
        self._send = send

    async def run(self, scope: Scope, receive: Receive) -> None:
        try:
            await self._run(scope, receive)
        except LedgerUnavailable:
            log.exception("ledger.unavailable")
            if self._recorder.status == 0:
                await self._reply(_NO_LEDGER)
            self._recorder.ended("ledger_unavailable")

    async def fail(self, connection: GatewayProtocol) -> None:
        """Something went wrong that should not: an error if nothing has been said yet, else the answer breaks off."""
        has_begun = self._recorder.status != 0
        self._recorder.ended("failed")
        if has_begun:
            await connection.break_off()
        else:
            await self._reply(_FAILED)

    async def _run(self, scope: Scope, receive: Receive) -> None:
        headers: Headers = scope["headers"]
        named = dict(headers)
        peer = scope["client"][0] if scope["client"] else None
        client = self._admit(peer, named)
        if isinstance(client, Reply):
            await self._turn_away(scope, None, client, closes=True)
            return
        body = await _read_body(named, receive, limit=self._gate.pack.limits.body_bytes)
        if isinstance(body, Reply):
            await self._turn_away(scope, None, body, closes=True)
            return
        path = scope["raw_path"].decode("latin-1")
        exchange = Exchange(
            self._gate,
            Asked(scope["method"], path, scope["query_string"], headers, named, body, peer, client),
        )
        forward = await _judged(len(body), exchange.ask)
        if isinstance(forward, Reply):
            await self._refuse(scope, exchange, forward)
            return
        if client is not None and (denied := self._reserve(client, exchange)):
            await self._deny(exchange, denied)
            return
        entry = self._recorder.asked(exchange)
        try:
            answer = await ask_target(self._worker, exchange, forward)
        except NoAnswer as failure:
            self._recorder.attempts = failure.attempts
            await self._recorder.durable(entry)
            await self._reply(failure.reply)
            self._recorder.ended(failure.outcome)
            return
        await self._answer(exchange, answer, entry)

    def _admit(self, peer: str | None, headers: Mapping[bytes, bytes]) -> Client | Reply | None:
        """Whose key it is; None for who needs none; or why he may not come in (now)."""
        client = admit(self._gate.pack.clients.auth, self._worker.keys.directory, peer, headers, time.time())
        if not isinstance(client, Client):
            return client
        self._recorder.client = client
        denied = self._worker.allowances.take_turn(client)
        if denied is None:
            return client
        self._recorder.denied(denied)
        return denied.reply

    def _reserve(self, client: Client, exchange: Exchange) -> Denied | None:
        outcome = self._worker.allowances.reserve(client, exchange)
        if isinstance(outcome, Denied):
            return outcome
        self._recorder.reserved = outcome
        return None

    async def _deny(self, exchange: Exchange, denied: Denied) -> None:
        self._recorder.denied(denied)
        await self._recorder.durable(self._recorder.asked(exchange))
        ours = (b"x-watchgate-exchange", exchange.id.encode())
        reply = denied.reply
        await self._reply(Reply(reply.status, [*reply.headers, ours], reply.body))
        self._recorder.ended(denied.outcome)

    async def _answer(self, exchange: Exchange, answer: TargetAnswer, entry: int | None) -> None:
        self._recorder.target, self._recorder.attempts = answer.target.id, answer.attempts
        self._recorder.other_model = answer.model
        content_type = get(answer.upstream.headers, b"content-type") or ""
        is_stream = exchange.is_passthrough or content_type.startswith("text/event-stream")
        try:
            await self._recorder.durable(entry)
            await (self._stream if is_stream else self._whole)(exchange, answer)
        except UpstreamFailure as failure:
            self._worker.metrics.upstream_failures.labels(answer.target.id, failure.kind).inc()
            if self._recorder.status:
                self._recorder.ended("upstream_cut")
                raise BrokenOff from failure
            await self._reply(_broken(failure))
            self._recorder.ended(f"upstream_{failure.kind}")
        finally:
            answer.upstream.cancel()

    async def _whole(self, exchange: Exchange, answer: TargetAnswer) -> None:
        upstream = answer.upstream
        body = await upstream.read(MAX_ANSWER_BYTES)
        reply = await _judged(len(body), lambda: exchange.answer(upstream.status, upstream.headers, body))
        await self._reply(reply)
        self._recorder.ended("blocked" if exchange.has_refused else "complete")

    async def _stream(self, exchange: Exchange, answer: TargetAnswer) -> None:
        upstream = answer.upstream
        flow = exchange.flow()
        self._recorder.status = upstream.status
        drop = frozenset[bytes]() if exchange.is_passthrough else frozenset({b"content-encoding"})
        headers = to_client(upstream.headers, exchange_id=exchange.id, drop=drop)
        await self._send({"type": "http.response.start", "status": upstream.status, "headers": headers})
        pings = None if exchange.is_passthrough else Pings(self._send)
        decode = StreamDecoder(
            None if exchange.is_passthrough else get(upstream.headers, b"content-encoding")
        )
        is_whole = False
        try:
            while not flow.is_blocked and (piece := await upstream.next_chunk()):
                await self._pass_on(flow.feed(decode(piece)), pings)
            is_whole = True
        except Undecodable:
            log.warning("stream.undecodable")
            self._recorder.ended("upstream_undecodable")
            raise BrokenOff from None
        finally:
            if pings:
                pings.stop()
            last = flow.finish()
            exchange.kept_answer = flow.kept()
            exchange.pieces = flow.pieces
            if not is_whole:
                await self._pass_on(last, None)
        self._recorder.bytes_out += len(last)
        await self._send({"type": "http.response.body", "body": last})
        self._recorder.ended(
            "unreadable" if flow.is_unreadable else "blocked" if flow.is_blocked else "complete"
        )

    async def _pass_on(self, leaving: bytes, pings: Pings | None) -> None:
        if not leaving:
            return
        self._recorder.bytes_out += len(leaving)
        if pings:
            pings.has_sent()
        await self._send({"type": "http.response.body", "body": leaving, "more_body": True})

    async def _refuse(self, scope: Scope, exchange: Exchange, refused: Reply) -> None:
        if exchange.request.verdict is not Verdict.BLOCK:
            await self._turn_away(scope, exchange, refused)
            return
        await self._recorder.durable(self._recorder.asked(exchange))
        await self._reply(refused)
        self._recorder.ended("blocked")

    async def _turn_away(
        self, scope: Scope, exchange: Exchange | None, refused: Reply, *, closes: bool = False
    ) -> None:
        await self._recorder.durable(self._recorder.refused(scope, exchange, refused))
        headers = [*refused.headers, (b"connection", b"close")] if closes else refused.headers
        await self._reply(Reply(refused.status, headers, refused.body))

    async def _reply(self, reply: Reply) -> None:
        self._recorder.status = reply.status
        self._recorder.bytes_out = len(reply.body)
        await send_reply(self._send, reply)


async def _judged(size: int, decide: Callable[[], Any]) -> Any:
    return decide() if size <= OFF_LOOP_BYTES else await asyncio.to_thread(decide)


async def _read_body(headers: Mapping[bytes, bytes], receive: Receive, *, limit: int) -> bytes | Reply:
    """The body, or the refusal of one that is too large: what is left of it is read first, or the client would not hear us."""
    is_too_large = int(headers.get(b"content-length", b"0")) > limit
    if is_too_large and b"expect" in headers:
        return _too_large(limit)
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise asyncio.CancelledError
        piece = message.get("body", b"")
        size += len(piece)
        is_too_large = is_too_large or size > limit
        if not is_too_large:
            parts.append(piece)
        if not message.get("more_body") or size > DISCARD_FACTOR * limit:
            break
    if is_too_large:
        return _too_large(limit)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _log_unforeseen(error: Exception) -> None:
    """Where it happened and of what kind; not the message, which may hold other people's text."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    log.error("exchange.failed: %s\n%s", type(error).__name__, frames)


def _too_large(limit: int) -> Reply:
    message = (
        f"The body exceeds {limit} bytes. Send a smaller one, or raise limits.body_bytes in the policy pack."
    )
    return refusal(413, "body_too_large", message)


def _broken(failure: UpstreamFailure) -> Reply:
    return refusal(502, f"upstream_{failure.kind}", "The target broke off its answer. Try again.", retry=True)


_TOO_MANY = refusal(
    429,
    "too_many_in_flight",
    "The gateway carries as many exchanges as it may. Try again in a second.",
    retry=True,
    headers=[(b"retry-after", b"1")],
)
_FAILED = refusal(
    500, "internal_error", "The gateway failed, so it passed nothing on. Its log says where.", retry=True
)
_NO_LEDGER = refusal(
    503, "ledger_unavailable", "The gateway cannot write its evidence, so it passes nothing on.", retry=True
)
