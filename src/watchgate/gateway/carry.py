"""How is a decision carried out? One exchange over real connections.

The evidence of the question is written while the target thinks, and is on disk before the first byte of the answer leaves.
A client that goes away ends the upstream request at once.
"""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import Any

from watchgate.gateway import evidence
from watchgate.gateway.access import refuse_client
from watchgate.gateway.ask_target import NoAnswer, TargetAnswer, ask_target
from watchgate.gateway.evidence import Outcome
from watchgate.gateway.exchange import Exchange, Forward
from watchgate.gateway.gate import Asked
from watchgate.gateway.headers import get, to_client
from watchgate.gateway.replies import Reply, refusal
from watchgate.gateway.upstream import UpstreamFailure
from watchgate.gateway.worker import Worker
from watchgate.ledger.events import EventType
from watchgate.ledger.writer import LedgerUnavailable
from watchgate.policy.model import STRICTNESS, Verdict

log = logging.getLogger("watchgate.gateway")

OFF_LOOP_BYTES = 64 * 1024
"""Bodies larger than this are judged in a thread, so that one big request does not make the others wait."""
MAX_ANSWER_BYTES = 64 * 1024 * 1024
PING_AFTER_S = 15.0

Scope = dict[str, Any]


async def carry(worker: Worker, scope: Scope, receive: Any, send: Any) -> None:
    """Take one request through: access, body, judgement, target, judgement, answer, evidence."""
    if worker.in_flight >= worker.gate.pack.limits.in_flight:
        await _reply(send, _too_many())
        return
    worker.in_flight += 1
    carrier = _Carrier(worker, scope, receive, send)
    task = asyncio.current_task()
    on_gone: set[Callable[[], Any]] = scope.get("watchgate.on_gone", set())
    gone = task.cancel  # type: ignore[union-attr]
    on_gone.add(gone)
    try:
        await carrier.run()
    except asyncio.CancelledError:
        carrier.ended("client_gone")
    finally:
        on_gone.discard(gone)
        worker.in_flight -= 1


class _Carrier:
    def __init__(self, worker: Worker, scope: Scope, receive: Any, send: Any) -> None:
        self.worker = worker
        self.gate = worker.gate
        self.scope = scope
        self.receive = receive
        self.send = send
        self.began = time.monotonic()
        self.exchange: Exchange | None = None
        self.has_request_entry = False
        self.status = 0
        self.bytes_out = 0
        self.target: str | None = None
        self.attempts = 0

    async def run(self) -> None:
        headers = self.scope["headers"]
        peer = self.scope["client"][0] if self.scope["client"] else None
        if refused := refuse_client(self.gate.pack.clients.auth, peer, headers):
            await self._refuse_early(refused)
            return
        body = await self._body(headers)
        if isinstance(body, Reply):
            await self._refuse_early(body)
            return
        path = self.scope["raw_path"].decode("latin-1")
        asked = Asked(self.scope["method"], path, self.scope["query_string"], headers, body, peer)
        exchange = self.exchange = Exchange(self.gate, asked)
        forward = await self._judged(len(body), exchange.ask)
        try:
            await self._ask_and_answer(exchange, forward)
        except LedgerUnavailable:
            log.exception("ledger.unavailable")
            await self._reply(refusal(503, "ledger_unavailable", "The gateway cannot write its evidence, so it passes nothing on.", retry=True))
            self.ended("ledger_unavailable")

    async def _ask_and_answer(self, exchange: Exchange, forward: Forward | Reply) -> None:
        if isinstance(forward, Reply):
            await self._refused(exchange, forward)
            return
        entry = self._write_request()
        try:
            answer = await ask_target(self.worker, exchange, forward)
        except NoAnswer as failure:
            self.attempts = failure.attempts
            await self._durable(entry)
            await self._reply(failure.reply)
            self.ended(failure.outcome)
            return
        self.target, self.attempts = answer.target.id, answer.attempts
        try:
            await self._durable(entry)
            await self._pass_on(exchange, answer)
        except UpstreamFailure as failure:
            self.worker.metrics.upstream_failures.labels(answer.target.id, failure.kind).inc()
            await self._broken(exchange, failure)
        finally:
            answer.upstream.cancel()

    async def _refused(self, exchange: Exchange, refused: Reply) -> None:
        is_judged = exchange.request.verdict is Verdict.BLOCK
        if is_judged:
            await self._durable(self._write_request())
        elif self._logs_all_access():
            await self._durable(self._write_refused(refused))
        await self._reply(refused)
        if is_judged:
            self.ended("blocked")
        else:
            self.worker.metrics.count(exchange.about.endpoint, "refused", refused.status)

    async def _pass_on(self, exchange: Exchange, answer: TargetAnswer) -> None:
        upstream = answer.upstream
        content_type = get(upstream.headers, b"content-type") or ""
        if exchange.is_passthrough or content_type.startswith("text/event-stream"):
            await self._stream(exchange, answer)
            return
        body = await upstream.read(MAX_ANSWER_BYTES)
        reply = await self._judged(len(body), lambda: exchange.answer(upstream.status, upstream.headers, body))
        await self._reply(reply)
        self.ended("blocked" if exchange.has_refused else "complete")

    async def _stream(self, exchange: Exchange, answer: TargetAnswer) -> None:
        upstream = answer.upstream
        flow = exchange.flow(upstream.headers)
        self.status = upstream.status
        drop = frozenset() if exchange.is_passthrough else frozenset({b"content-encoding"})
        await self.send(
            {"type": "http.response.start", "status": upstream.status, "headers": to_client(upstream.headers, exchange_id=exchange.id, drop=drop)}
        )
        await self.send({"type": "http.response.body", "body": b"", "more_body": True})
        pings = _Pings(self.send, is_allowed=not exchange.is_passthrough)
        try:
            while not flow.is_blocked and (piece := await upstream.next_chunk()):
                if leaving := flow.feed(piece):
                    self.bytes_out += len(leaving)
                    pings.has_sent()
                    await self.send({"type": "http.response.body", "body": leaving, "more_body": True})
        except UpstreamFailure:
            await self._finish_stream(exchange, flow, is_whole=False)
            raise
        finally:
            pings.stop()
        await self._finish_stream(exchange, flow, is_whole=True)
        self.ended("unreadable" if flow.is_unreadable else "blocked" if flow.is_blocked else "complete")

    async def _finish_stream(self, exchange: Exchange, flow: Any, *, is_whole: bool) -> None:
        last = flow.finish()
        self.bytes_out += len(last)
        exchange.kept_answer = flow.kept()
        await self.send({"type": "http.response.body", "body": last, "more_body": not is_whole})

    async def _broken(self, exchange: Exchange, failure: UpstreamFailure) -> None:
        """The target failed after its answer began. Not yet begun towards the client: an error. Else: break off likewise."""
        del exchange
        if self.status == 0:
            await self._reply(
                refusal(502, f"upstream_{failure.kind}", "The target broke off its answer. Try again.", retry=True),
            )
            self.ended("upstream_failed")
            return
        self.ended("upstream_cut")
        raise BrokenOff

    async def _judged(self, size: int, decide: Callable[[], Any]) -> Any:
        return decide() if size <= OFF_LOOP_BYTES else await asyncio.to_thread(decide)

    # -- the client ---------------------------------------------------------------------------------------------------

    async def _body(self, headers: Any) -> bytes | Reply:
        limit = self.gate.pack.limits.body_bytes
        length = get(headers, b"content-length")
        if length is not None and int(length) > limit:
            return _too_large(limit)
        message = await self.receive()
        body: bytes = message.get("body", b"")
        if message.get("more_body"):
            parts = [body]
            size = len(body)
            while message.get("more_body"):
                message = await self.receive()
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > limit:
                    return _too_large(limit)
            body = b"".join(parts)
        if message["type"] == "http.disconnect":
            raise asyncio.CancelledError
        return body

    async def _reply(self, reply: Reply) -> None:
        self.status = reply.status
        self.bytes_out = len(reply.body)
        await _reply(self.send, reply)

    async def _refuse_early(self, refused: Reply) -> None:
        if self._logs_all_access():
            await self._durable(self._write_refused(refused))
        self.worker.metrics.count("unknown", "refused", refused.status)
        close = [*refused.headers, (b"connection", b"close")]
        await self._reply(Reply(refused.status, close, refused.body))

    # -- the evidence -------------------------------------------------------------------------------------------------

    def _logs_all_access(self) -> bool:
        audit = self.gate.chain.audit
        return audit is not None and audit.log_all_access

    def _write_request(self) -> int | None:
        exchange = self.exchange
        assert exchange is not None
        if not exchange.carries_text and not self._logs_all_access():
            return None
        fields, payload = evidence.request_entry(exchange)
        self.has_request_entry = True
        retention = evidence.retention(exchange)
        if exchange.request.verdict is Verdict.ESCALATE:
            self.worker.ledger.append(EventType.EXCHANGE_ESCALATED, {"exchange": exchange.id}, retention=retention)
        return self.worker.ledger.append(EventType.EXCHANGE_REQUEST, fields, payload, retention=retention)

    def _write_refused(self, refused: Reply) -> int:
        fields, payload = evidence.refused_entry(self.scope, self.exchange, refused)
        retention = evidence.retention_of(self.gate)
        return self.worker.ledger.append(EventType.EXCHANGE_REFUSED, fields, payload, retention=retention)

    async def _durable(self, entry: int | None) -> None:
        if entry is not None:
            await self.worker.ledger.durable(entry)

    def ended(self, outcome: str) -> None:
        """Write the entry that closes the exchange, once."""
        exchange = self.exchange
        if exchange is None:
            return
        self.exchange = None
        seconds = time.monotonic() - self.began
        exchange.account()
        if self.has_request_entry:
            ended = Outcome(self.status, outcome, self.target, self.attempts, int(seconds * 1000), self.bytes_out)
            fields, payload = evidence.response_entry(exchange, ended)
            try:
                self.worker.ledger.append(EventType.EXCHANGE_RESPONSE, fields, payload, retention=evidence.retention(exchange))
            except LedgerUnavailable:
                log.exception("ledger.unavailable")
        self._measure(exchange, seconds)

    def _measure(self, exchange: Exchange, seconds: float) -> None:
        metrics = self.worker.metrics
        verdict = max(exchange.request.verdict, exchange.response.verdict, key=STRICTNESS.__getitem__)
        metrics.count(exchange.about.endpoint, str(verdict), self.status)
        metrics.time(exchange.about.endpoint, seconds)
        for phase, tally in (("request", exchange.request), ("response", exchange.response)):
            for entity, count in tally.redactions.items():
                metrics.redactions.labels(phase, entity).inc(count)
        if exchange.usage:
            metrics.tokens.labels("input").inc(exchange.usage.input_tokens)
            metrics.tokens.labels("output").inc(exchange.usage.output_tokens)
        if cost := exchange.response.facts.get("cost_microusd"):
            metrics.cost.inc(int(cost))  # type: ignore[call-overload]


class BrokenOff(Exception):
    """The answer cannot be completed: the server closes the connection, so that the client sees it was cut."""


class _Pings:
    """A comment line in long silences (legal server-sent events), so that nobody in between gives the connection up."""

    def __init__(self, send: Any, *, is_allowed: bool) -> None:
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._last = self._loop.time()
        self._timer = self._loop.call_later(PING_AFTER_S, self._tick) if is_allowed else None
        self._task: asyncio.Task[None] | None = None

    def has_sent(self) -> None:
        self._last = self._loop.time()

    def stop(self) -> None:
        if self._timer:
            self._timer.cancel()

    def _tick(self) -> None:
        now = self._loop.time()
        if now - self._last >= PING_AFTER_S and (self._task is None or self._task.done()):
            self._last = now
            self._task = self._loop.create_task(self._send({"type": "http.response.body", "body": b": ping\n\n", "more_body": True}))
        self._timer = self._loop.call_later(max(0.1, self._last + PING_AFTER_S - now), self._tick)


async def _reply(send: Any, reply: Reply) -> None:
    headers = [*reply.headers, (b"content-length", b"%d" % len(reply.body))]
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    await send({"type": "http.response.body", "body": reply.body})


def _too_many() -> Reply:
    return refusal(
        429, "too_many_in_flight", "The gateway carries as many exchanges as it may. Try again in a second.", retry=True, headers=[(b"retry-after", b"1")]
    )


def _too_large(limit: int) -> Reply:
    return refusal(413, "body_too_large", f"The body exceeds {limit} bytes. Send a smaller one, or raise limits.body_bytes in the policy pack.")
