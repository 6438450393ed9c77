"""What is written down of an exchange?

An entry holds only facts about nobody: ids, verdicts, counts, sizes. Whatever may point at a person (address, team,
paths, reasons, text) goes into the entry's payload, which can be erased without breaking the log.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

import msgspec

from watchgate.gateway.clients.charge import Charge
from watchgate.gateway.clients.client import Client
from watchgate.gateway.exchange import Exchange
from watchgate.gateway.gate import Gate
from watchgate.gateway.masking import Masks
from watchgate.gateway.reading import read
from watchgate.gateway.replies import Reply
from watchgate.gateway.tally import Tally
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import utc_now
from watchgate.ledger.writer import Retention
from watchgate.policy.coverage import Coverage, render_path
from watchgate.policy.model import About, Edit, Mask, Reason, TextSpan

MAX_KEPT_CHARS = 1_000_000
"""Of a longer request or answer, the beginning is kept and the entry says so."""

Fields = dict[str, Json]


class Outcome(msgspec.Struct, frozen=True):
    """How an exchange ended, as the server saw it. Times in milliseconds."""

    status: int
    outcome: str
    target: str | None
    attempts: int
    duration_ms: int
    bytes_out: int
    charge: Charge | None = None


def request_entry(exchange: Exchange) -> tuple[Fields, Fields]:
    """(fields, payload) of the entry that is on disk before the first byte of the answer leaves."""
    gate = exchange.gate
    fields: Fields = {
        "exchange": exchange.id,
        **_key(exchange.asked.client),
        "endpoint": exchange.about.endpoint,
        "model": exchange.about.model,
        "stream": exchange.is_stream,
        "bytes_in": len(exchange.asked.body),
        "pack": {"name": gate.pack.pack.name, "version": gate.pack.pack.version, "digest": gate.digest},
        **_tally_fields(exchange.request),
    }
    payload: Fields = {
        "peer": exchange.asked.peer,
        "method": exchange.asked.method,
        "path": exchange.asked.path[:1000],
        "team": exchange.about.team,
        "project": exchange.about.project,
        **({"told": dict(exchange.told)} if exchange.told else {}),
        **_tally_payload(exchange.request),
        **_kept(exchange, exchange.kept_request),
    }
    return fields, payload


def response_entry(exchange: Exchange, outcome: Outcome) -> tuple[Fields, Fields]:
    """(fields, payload) of the entry that closes the exchange."""
    fields: Fields = {
        "exchange": exchange.id,
        **_key(exchange.asked.client),
        "endpoint": exchange.about.endpoint,
        "model": exchange.about.model,
        "status": outcome.status,
        "outcome": outcome.outcome,
        "target": outcome.target,
        "attempts": outcome.attempts,
        "duration_ms": outcome.duration_ms,
        "bytes_out": outcome.bytes_out,
        "usage": msgspec.structs.asdict(exchange.usage) if exchange.usage else None,
        **_charged(outcome.charge),
        **({"skill": dict(exchange.skill)} if exchange.skill else {}),
        **_tally_fields(exchange.response),
    }
    payload: Fields = {
        "team": exchange.about.team,
        "project": exchange.about.project,
        **_tally_payload(exchange.response),
        **_kept(exchange, exchange.kept_answer),
    }
    return fields, payload


def refused_entry(
    scope: Mapping[str, Any], exchange: Exchange | None, refused: Reply, client: Client | None
) -> tuple[Fields, Fields]:
    """(fields, payload) of a request that was turned away before any policy judged it."""
    code = str(json.loads(refused.body)["error"]["code"])
    fields: Fields = {
        "exchange": exchange.id if exchange else None,
        **_key(client),
        "status": refused.status,
        "code": code,
    }
    peer = scope["client"][0] if scope["client"] else None
    payload: Fields = {"peer": peer, "method": scope["method"], "path": scope["path"][:1000]}
    return fields, payload


def retention_of(gate: Gate, about: About) -> Retention | None:
    """How long the evidence of an exchange is kept; None: for ever."""
    audit = gate.chain.audit_for(about)
    if audit is None:
        return None
    return _retention(utc_now().date(), audit.retention_days, immutable=audit.immutable)


@lru_cache(maxsize=64)
def _retention(today: date, days: int, *, immutable: bool) -> Retention:
    """Until the end of the last day: evidence is removed by the day, and made for each exchange it would cost more than it says."""
    end_of_today = datetime.combine(today, time.max, tzinfo=UTC)
    return Retention(end_of_today + timedelta(days=days), immutable)


def _key(client: Client | None) -> Fields:
    return {"key": client.key_id} if client else {}


def _charged(charge: Charge | None) -> Fields:
    """What the exchange cost its key. An unknown price is null, never 0."""
    return {"charged": {"microusd": charge.microusd, "is_estimated": charge.is_estimated}} if charge else {}


def _tally_fields(tally: Tally) -> Fields:
    fields: Fields = {"verdict": str(tally.verdict), "coverage": _counts(tally.coverage)}
    if tally.redactions:
        fields["redactions"] = dict(tally.redactions)
    if tally.facts:
        fields["facts"] = {
            name: fact for name, fact in tally.facts.items() if name not in ("team", "project")
        }
    if tally.failures:
        fields["failures"] = dict(tally.failures)
    return fields


def _counts(coverage: Coverage) -> dict[str, Json]:
    return {
        "examined": sum(len(group.paths) for group in coverage.examined),
        "not_scanned": sum(len(gap.paths) for gap in coverage.not_scanned),
    }


def _tally_payload(tally: Tally) -> Fields:
    payload: Fields = {"coverage": tally.coverage.as_json()}
    if tally.reasons:
        payload["reasons"] = [reason_as_json(reason) for reason in tally.reasons]
        payload["reasons_not_listed"] = tally.reasons_not_listed
    if tally.observed:
        payload["observed"] = dict(tally.observed)
        payload["observed_reasons"] = [reason_as_json(reason) for reason in tally.observed_reasons]
    return payload


def reason_as_json(reason: Reason) -> Mapping[str, Json]:
    """One reason, as it is recorded and shown."""
    return {
        "policy": reason.policy,
        "rule": reason.rule,
        "message": reason.message,
        "path": render_path(reason.path),
        "score_permille": reason.score,
    }


def _kept(exchange: Exchange, spans: Sequence[TextSpan]) -> Fields:
    """The text that the audit-logger asks to keep."""
    audit = exchange.gate.chain.audit_for(exchange.about)
    if audit is None or audit.keep == "none" or not spans:
        return {}
    kept, is_cut = _bounded(spans)
    texts = kept if audit.keep == "sealed" else _masked(exchange, kept)
    listed: list[Json] = [
        {"path": render_path(span.path), "role": span.role, "text": span.text} for span in texts
    ]
    if audit.keep == "masked":
        return {"text": {"form": "masked", "is_cut": is_cut, "spans": listed}}
    sealed = exchange.gate.seal(json.dumps(listed).encode())
    return {"text": {"form": "sealed", "is_cut": is_cut, **sealed}}


def _bounded(spans: Sequence[TextSpan]) -> tuple[list[TextSpan], bool]:
    kept: list[TextSpan] = []
    room = MAX_KEPT_CHARS
    for span in spans:
        if len(span.text) > room:
            return [*kept, TextSpan(span.path, span.text[:room], span.role, span.is_json)], True
        kept.append(span)
        room -= len(span.text)
    return kept, False


def _masked(exchange: Exchange, spans: Sequence[TextSpan]) -> list[TextSpan]:
    """The texts with everything that detection knows masked, whatever the chain enforced."""
    masks = Masks(hash_key=exchange.gate.hash_key)
    masks.beside = spans
    masked: list[TextSpan] = []
    for span, reading in zip(spans, read(spans, exchange.gate.engine), strict=True):
        edits = [Edit(0, found.start, found.end, Mask(found.entity)) for found in reading.seen.findings]
        text = masks.apply(span.text, edits, is_json=span.is_json)
        masked.append(TextSpan(span.path, text, span.role, span.is_json))
    return masked
