"""Which target answers? Asked in order until one does, as long as no byte of an answer has come."""

import time
from functools import lru_cache

import msgspec

from watchgate.gateway import json_text
from watchgate.gateway.exchange import Exchange, Forward
from watchgate.gateway.headers import to_upstream
from watchgate.gateway.replies import Reply, refusal
from watchgate.gateway.targets import Target
from watchgate.gateway.upstream import Origin, Timeouts, UpstreamAnswer, UpstreamFailure
from watchgate.gateway.worker import Worker
from watchgate.policy import pack


class TargetAnswer(msgspec.Struct, frozen=True):
    """The head of an answer is here; its body is still to be read. `model`: the one asked for, if not the client's."""

    upstream: UpstreamAnswer
    target: Target
    attempts: int
    model: str | None = None


class NoAnswer(Exception):
    """No target answered: what the client is told, and how the exchange is recorded."""

    def __init__(self, reply: Reply, outcome: str, attempts: int) -> None:
        super().__init__(outcome)
        self.reply = reply
        self.outcome = outcome
        self.attempts = attempts


async def ask_target(worker: Worker, exchange: Exchange, forward: Forward) -> TargetAnswer:
    """The answer of the first target that gives one. Raises NoAnswer.

    After 429, 5xx or a failed connect the next target is asked. A request that may have reached a target is not sent again.
    """
    targets = exchange.gate.targets
    endpoint, model = exchange.about.endpoint, exchange.about.model
    order = targets.in_order(endpoint=endpoint, model=model, now=time.monotonic())
    if not order:
        raise NoAnswer(_all_open(targets.seconds_until_usable(time.monotonic())), "circuit_open", 0)
    for attempt, target in enumerate(order, start=1):
        is_last = attempt == len(order)
        other_model = (
            targets.model_on_fallback(target, endpoint=endpoint, model=model) if attempt > 1 else None
        )
        try:
            upstream = await _send(worker, exchange, forward, target, other_model)
        except UpstreamFailure as failure:
            targets.note(target, has_failed=True, now=time.monotonic())
            worker.metrics.upstream_failures.labels(target.id, failure.kind).inc()
            if is_last or failure.sent:
                raise NoAnswer(_unreachable(target, failure), f"upstream_{failure.kind}", attempt) from None
            continue
        targets.note(target, has_failed=upstream.status >= 500, now=time.monotonic())
        if is_last or not (upstream.status == 429 or upstream.status >= 500):
            return TargetAnswer(upstream, target, attempt, other_model)
        worker.metrics.upstream_failures.labels(target.id, f"http_{upstream.status}").inc()
        upstream.cancel()
    raise AssertionError("the last target always answers or raises")


async def _send(
    worker: Worker, exchange: Exchange, forward: Forward, target: Target, model: str | None
) -> UpstreamAnswer:
    config = target.config
    headers = to_upstream(
        exchange.asked.headers,
        credential=target.credential,
        organization=config.organization,
        project=config.project,
    )
    query = b"?" + forward.query if forward.query else b""
    origin = Origin.parse(target.base_url)
    path = (origin.base_path + forward.path).encode("latin-1") + query
    body = forward.body if model is None else _asking_for(model, forward.body)
    method = exchange.asked.method.encode()
    return await worker.pool.send(origin, method, path, headers, body, _timeouts(config.timeouts))


def _timeouts(config: pack.Timeouts) -> Timeouts:
    return _cached_timeouts(config.connect_s, config.first_byte_s, config.idle_s, config.total_s)


_cached_timeouts = lru_cache(maxsize=64)(Timeouts)


def _asking_for(model: str, body: bytes) -> bytes:
    text, document = json_text.parse(body)
    return json_text.splice(text, document, {("model",): model}).encode()


def _unreachable(target: Target, failure: UpstreamFailure) -> Reply:
    what = {
        "connect": "cannot be reached",
        "timeout": "did not answer in time",
        "reset": "closed the connection before it answered",
        "protocol": "did not answer in HTTP",
        "too_large": "answered with more than the gateway accepts",
    }[failure.kind]
    status = 504 if failure.kind == "timeout" else 502
    return refusal(
        status,
        f"upstream_{failure.kind}",
        f"The target {target.id} {what}. Try again; if it lasts, tell whoever runs the gateway.",
        retry=True,
    )


def _all_open(seconds: float) -> Reply:
    wait = max(1, round(seconds))
    return refusal(
        503,
        "upstream_unavailable",
        f"All targets have failed repeatedly and rest for {wait} s.",
        retry=True,
        headers=[(b"retry-after", b"%d" % wait)],
    )
