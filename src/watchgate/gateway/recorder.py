"""When is what of an exchange written into the ledger, and counted?

request entry ─► durable before the first byte of the answer leaves ─► … ─► response entry when all is over
"""

import logging
import time
from collections.abc import Mapping
from typing import Any

from watchgate.gateway import evidence
from watchgate.gateway.clients.allowance import Ending, Reservation
from watchgate.gateway.clients.charge import Charge
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.denials import Denied
from watchgate.gateway.evidence import Outcome
from watchgate.gateway.exchange import Exchange
from watchgate.gateway.gate import Gate
from watchgate.gateway.replies import Reply
from watchgate.gateway.worker import Worker
from watchgate.ledger.events import EventType
from watchgate.ledger.writer import LedgerUnavailable
from watchgate.policy.model import STRICTNESS, About, Verdict

log = logging.getLogger("watchgate.gateway")

BUSY_IN_FLIGHT = 8
BUSY_WITHIN_S = 0.005
"""With so many exchanges at a time, a question's entry waits this long for others to share a write with."""
CLOSING_WITHIN_S = 0.1
"""Nobody waits for the entry that closes an exchange."""


class Recorder:
    """The entries and figures of one request."""

    def __init__(self, worker: Worker, gate: Gate) -> None:
        self._worker = worker
        self._gate = gate
        self._began = time.monotonic()
        self._exchange: Exchange | None = None
        self._has_request_entry = False
        self.status = 0
        self.bytes_out = 0
        self.target: str | None = None
        self.attempts = 0
        self.client: Client | None = None
        self.reserved: Reservation | None = None
        self.other_model: str | None = None

    def asked(self, exchange: Exchange) -> int | None:
        """Write the entry of a judged request; its number. None when this exchange leaves none.

        An exchange without text (a list of models) is recorded only if the pack logs all access.
        """
        self._exchange = exchange
        if not (exchange.carries_text or self._logs_all_access(exchange.about)):
            return None
        ledger, retention = self._worker.ledger, evidence.retention_of(self._gate, exchange.about)
        if exchange.request.verdict is Verdict.ESCALATE:
            ledger.append(EventType.EXCHANGE_ESCALATED, {"exchange": exchange.id}, retention=retention)
        fields, payload = evidence.request_entry(exchange)
        self._has_request_entry = True
        within_s = BUSY_WITHIN_S if self._worker.in_flight >= BUSY_IN_FLIGHT else 0.0
        return ledger.append(
            EventType.EXCHANGE_REQUEST, fields, payload, retention=retention, within_s=within_s
        )

    def refused(self, scope: Mapping[str, Any], exchange: Exchange | None, reply: Reply) -> int | None:
        """A request that was turned away before any policy judged it."""
        about = exchange.about if exchange else About(endpoint="unknown")
        self._worker.metrics.count(about.endpoint, "refused", reply.status)
        if not self._logs_all_access(about):
            return None
        fields, payload = evidence.refused_entry(scope, exchange, reply, self.client)
        retention = evidence.retention_of(self._gate, about)
        return self._worker.ledger.append(EventType.EXCHANGE_REFUSED, fields, payload, retention=retention)

    async def durable(self, entry: int | None) -> None:
        """Wait until an entry is on disk. Raises LedgerUnavailable."""
        if entry is not None:
            await self._worker.ledger.durable(entry)

    def ended(self, outcome: str) -> None:
        """The exchange is over: write its closing entry and count it. Only the first call does anything."""
        exchange, self._exchange = self._exchange, None
        if exchange is None:
            return
        seconds = time.monotonic() - self._began
        exchange.account()
        charge = self._settle(exchange, outcome)
        if self._has_request_entry:
            ended = Outcome(
                self.status, outcome, self.target, self.attempts, int(seconds * 1000), self.bytes_out, charge
            )
            fields, payload = evidence.response_entry(exchange, ended)
            retention = evidence.retention_of(self._gate, exchange.about)
            try:
                if exchange.response.verdict is Verdict.ESCALATE:
                    self._worker.ledger.append(
                        EventType.EXCHANGE_ESCALATED, {"exchange": exchange.id}, retention=retention
                    )
                self._worker.ledger.append(
                    EventType.EXCHANGE_RESPONSE,
                    fields,
                    payload,
                    retention=retention,
                    within_s=CLOSING_WITHIN_S,
                )
            except LedgerUnavailable:
                log.exception("ledger.unavailable")
        self._measure(exchange, seconds)

    def denied(self, denied: Denied) -> None:
        """The holder of the key may not go on."""
        if self.client is not None:
            self._worker.metrics.denied(self.client.team, self.client.project, denied.outcome)

    def _settle(self, exchange: Exchange, outcome: str) -> Charge | None:
        """What the key's holder pays for it."""
        reserved, self.reserved = self.reserved, None
        if reserved is None:
            return None
        model = self.other_model or exchange.about.model
        ending = Ending(outcome, self.status, model, exchange.usage, exchange.pieces)
        charge = self._worker.allowances.settle(reserved, exchange, ending)
        self._worker.metrics.charged(reserved.client.team, reserved.client.project, charge.microusd or 0)
        return charge

    def _logs_all_access(self, about: About) -> bool:
        audit = self._gate.chain.audit_for(about)
        return audit is not None and audit.log_all_access

    def _measure(self, exchange: Exchange, seconds: float) -> None:
        metrics = self._worker.metrics
        asked, answered = exchange.request.verdict, exchange.response.verdict
        verdict = asked if STRICTNESS[asked] >= STRICTNESS[answered] else answered
        metrics.count(exchange.about.endpoint, verdict.value, self.status)
        metrics.time(exchange.about.endpoint, seconds)
        for phase, tally in (("request", exchange.request), ("response", exchange.response)):
            for entity, count in tally.redactions.items():
                metrics.redactions.labels(phase, entity).inc(count)
        if exchange.usage:
            metrics.used(input_tokens=exchange.usage.input_tokens, output_tokens=exchange.usage.output_tokens)
        cost = exchange.response.facts.get("cost_microusd")
        if isinstance(cost, int):
            metrics.spent(cost)
