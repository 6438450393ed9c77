"""Who answers a request? Health, readiness and metrics here; everything else is an exchange.

GET /healthz   public   the process is alive
GET /readyz    public   it takes exchanges: pack in force, ledger writable, not draining
GET /metrics   local    Prometheus (everybody with `auth: none`; a gateway key opens nothing here)
*   anything   client   an exchange (carry.py)
"""

import asyncio
import json
from collections.abc import Callable
from typing import Any

from watchgate.gateway.access import refuse_client
from watchgate.gateway.carry import Receive, carry
from watchgate.gateway.http_protocol import Send, close_overdue, send_reply
from watchgate.gateway.replies import Headers, Reply
from watchgate.gateway.worker import Worker, WorkerSettings
from watchgate.telemetry.metrics import CONTENT_TYPE

Scope = dict[str, Any]


class GatewayApp:
    """The ASGI callable of one worker. Built from plain settings, so that it can be sent to a new process."""

    def __init__(self, settings: WorkerSettings) -> None:
        self.settings = settings
        self.worker: Worker
        self.connections: set[Any] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
            return
        own = _OWN_ROUTES.get((scope["method"], scope["path"]))
        if own is not None:
            await send_reply(send, own(self.worker, scope))
            return
        await carry(self.worker, scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self.worker = Worker(self.settings)
        await self.worker.start(each_second=self._close_overdue)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.worker.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def _close_overdue(self) -> None:
        close_overdue(self.connections, asyncio.get_running_loop().time())


def _healthz(_worker: Worker, _scope: Scope) -> Reply:
    return _json(200, {"status": "ok"})


def _readyz(worker: Worker, _scope: Scope) -> Reply:
    ledger_is_writable = not worker.ledger.has_failed
    is_ready = ledger_is_writable and not worker.is_draining
    facts = {
        "status": "ready" if is_ready else "not_ready",
        "pack": f"{worker.gate.pack.pack.name} {worker.gate.pack.pack.version}",
        "ledger_writable": ledger_is_writable,
        "draining": worker.is_draining,
        "in_flight": worker.in_flight,
    }
    return _json(200 if is_ready else 503, facts)


def _metrics(worker: Worker, scope: Scope) -> Reply:
    peer = scope["client"][0] if scope["client"] else None
    auth = worker.gate.pack.clients.auth
    if refused := refuse_client("none" if auth == "none" else "auto", peer, dict(scope["headers"])):
        return refused
    worker.metrics.settle(in_flight=worker.in_flight)
    return Reply(200, [(b"content-type", CONTENT_TYPE)], worker.metrics.exposition())


def _json(status: int, facts: dict[str, Any]) -> Reply:
    headers: Headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    return Reply(status, headers, json.dumps(facts).encode())


_OWN_ROUTES: dict[tuple[str, str], Callable[[Worker, Scope], Reply]] = {
    ("GET", "/healthz"): _healthz,
    ("GET", "/readyz"): _readyz,
    ("GET", "/metrics"): _metrics,
}
