"""What would the gateway do? One exchange with a given answer instead of a target: the pack's test bench."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from watchgate.gateway.evidence import reason_as_json
from watchgate.gateway.exchange import Exchange
from watchgate.gateway.gate import Asked, Gate
from watchgate.gateway.replies import Reply
from watchgate.kernel.canonical_json import Json
from watchgate.policy.model import Reason

PATHS = {
    "chat.completions": "/v1/chat/completions",
    "responses": "/v1/responses",
    "embeddings": "/v1/embeddings",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it. `status` is what the client gets; `code` is the error code of a refusal."""

    verdict: str
    response_verdict: str | None
    status: int
    code: str | None
    forwarded: str | None = field(repr=False)
    answer: str = field(repr=False)
    reasons: tuple[Reason, ...]
    coverage: Json

    @property
    def policies(self) -> list[str]:
        """The policies that gave a reason, each once, in order."""
        return list(dict.fromkeys(reason.policy for reason in self.reasons))

    def as_json(self) -> dict[str, Json]:
        """For `--json`: everything, as plain values."""
        return {
            "verdict": self.verdict,
            "response_verdict": self.response_verdict,
            "status": self.status,
            "code": self.code,
            "reasons": [reason_as_json(reason) for reason in self.reasons],
            "coverage": self.coverage,
            "forwarded": self.forwarded,
            "answer": self.answer,
        }


def infer_endpoint(request: Mapping[str, Any]) -> str:
    """The endpoint that a request body is meant for, by its members (an embeddings request looks like a response's: name it)."""
    return "chat.completions" if "messages" in request else "responses"


def try_out(
    gate: Gate,
    request: Mapping[str, Any],
    response: Mapping[str, Any] | None,
    *,
    endpoint: str,
    headers: Mapping[str, str] | None = None,
) -> Trial:
    """Judge *request*, and *response* (default: an empty answer) when the request may pass."""
    raw_headers = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    body = json.dumps(request, ensure_ascii=False).encode()
    exchange = Exchange(
        gate, Asked("POST", PATHS[endpoint], b"", raw_headers, dict(raw_headers), body, "127.0.0.1")
    )
    asked = exchange.ask()
    forwarded: str | None = None
    reply: Reply
    if isinstance(asked, Reply):
        reply = asked
    else:
        forwarded = asked.body.decode()
        answer = json.dumps(response or {}, ensure_ascii=False).encode()
        reply = exchange.answer(200, [(b"content-type", b"application/json")], answer)
    return Trial(
        verdict=str(exchange.request.verdict),
        response_verdict=str(exchange.response.verdict)
        if response is not None and forwarded is not None
        else None,
        status=reply.status,
        code=_code(reply),
        forwarded=forwarded,
        answer=reply.body.decode(),
        reasons=(*exchange.request.reasons, *exchange.response.reasons),
        coverage={
            "request": exchange.request.coverage.as_json(),
            "response": exchange.response.coverage.as_json(),
        },
    )


def _code(reply: Reply) -> str | None:
    if reply.status < 400:
        return None
    error = json.loads(reply.body).get("error", {})
    return str(error.get("code"))
