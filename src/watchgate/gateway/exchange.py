"""What happens to one request and its answer? Decided here, without any I/O.

    ask() ──► Forward (what the target shall get)    answer() / flow() ──► what the client shall get
          └─► Reply   (the gateway answers itself)

The server carries it out: it opens the upstream, writes the evidence, and sends the bytes.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import msgspec

from watchgate.gateway import json_text
from watchgate.gateway.encoding import Undecodable, decoded
from watchgate.gateway.flow import Flow, PlainFlow
from watchgate.gateway.gate import Asked, Gate
from watchgate.gateway.headers import get, to_client
from watchgate.gateway.masking import Masks
from watchgate.gateway.reading import plain_view, read
from watchgate.gateway.replies import Headers, Reply, refusal
from watchgate.gateway.stream import Rules
from watchgate.gateway.tally import Tally
from watchgate.gateway.wire.routes import Route, find_route
from watchgate.gateway.wire.walk import Found
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.ids import new_id
from watchgate.policy.coverage import render_path
from watchgate.policy.decide import Decision, decide
from watchgate.policy.kinds.cost_attribution import CostAttribution
from watchgate.policy.model import About, Edit, Path, Phase, Reading, TextSpan, Unread, Usage, Verdict

_MODEL_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")
_TEAM_HEADERS = {"team": b"x-watchgate-team", "project": b"x-watchgate-project"}


@dataclass(frozen=True, slots=True)
class Forward:
    """What the target shall get."""

    path: str
    query: bytes
    body: bytes = field(repr=False)


class Exchange:
    """One request with its answer, under one pack."""

    def __init__(self, gate: Gate, asked: Asked) -> None:
        self.id = new_id("ex")
        self.gate = gate
        self.asked = asked
        self.route: Route | None = find_route(asked.method, asked.path)
        self.is_passthrough = False
        self.is_stream = False
        self.hides_usage = False
        self.has_refused = False
        self.about = About(endpoint=self.route.endpoint if self.route else "unknown")
        self.request = Tally()
        self.response = Tally()
        self.usage: Usage | None = None
        self.kept_request: list[TextSpan] = []
        self.kept_answer: list[TextSpan] = []
        self._request_spans: list[TextSpan] = []
        self.masks = Masks(self._client_texts, hash_key=gate.hash_key)

    # -- the request -------------------------------------------------------------------------------------------------

    def ask(self) -> Forward | Reply:
        """Judge the request: what the target shall get, or why nobody gets anything."""
        if self.route is None:
            return self._ungoverned()
        if self.asked.named.get(b"content-encoding", b"identity") != b"identity":
            return self._refused(415, "unsupported_encoding", "The body is compressed, so it cannot be judged. Send it uncompressed.")
        if not self.route.has_body:
            self._judge_nothing()
            self.is_stream = b"stream=true" in self.asked.query
            return Forward(self._upstream_path(), self.asked.query, self.asked.body)
        try:
            text, document = json_text.parse(self.asked.body)
        except json_text.BadJson as problem:
            return self._refused(400, "invalid_body", str(problem))
        if not isinstance(document, dict):
            return self._refused(400, "invalid_body", "The body is not a JSON object.")
        self._learn(document)
        wire = self.route.wire
        is_read = wire is not None and self._needs_texts(Phase.REQUEST)
        found: Found = wire.request_texts(document) if is_read else _nobody_reads(Phase.REQUEST)  # type: ignore[union-attr]
        self._request_spans = found.spans
        decision, readings = self._judge(found.spans, found.unread, Phase.REQUEST)
        self.request.add(decision)
        if refusal_reply := self._refusal_of(decision, "request"):
            return refusal_reply
        body = self.asked.body
        if decision.edits:
            text = json_text.splice(text, document, self._edited(found.spans, readings, decision))
            body = text.encode()
        if "model" not in document and self.about.model:
            body = with_member(body, "model", self.about.model)
        if self.is_stream and self.about.endpoint == "chat.completions" and self._is_metered():
            body, self.hides_usage = with_usage(body, document)
        self.kept_request = found.spans
        return Forward(self._upstream_path(), self.asked.query, body)

    def _ungoverned(self) -> Forward | Reply:
        if not self.gate.pack.lets_through(self.asked.path):
            return self._refused(
                403,
                "endpoint_not_governed",
                f"No policy reads {self.asked.method} {self.asked.path[:200]}, so it is not forwarded. Whoever runs the gateway can let it "
                "pass unread with `passthrough: [glob]` in the policy pack.",
            )
        self.is_passthrough = True
        self.about = About(endpoint="passthrough")
        why = Unread((), "endpoint", "the pack lets this endpoint pass unread")
        for tally, phase in ((self.request, Phase.REQUEST), (self.response, Phase.RESPONSE)):
            tally.add(decide(self.gate.chain, (), (why,), self.about, phase))
            tally.verdict = Verdict.NOT_SCANNED
        return Forward(self._upstream_path(), self.asked.query, self.asked.body)

    def _is_metered(self) -> bool:
        return any(link.policy.kind == CostAttribution.kind for link in self.gate.chain.links)

    def _learn(self, document: dict[str, Any]) -> None:
        model = document.get("model", self._default_model())
        metadata = document.get("metadata")
        headers = self.asked.named
        named = {name: _text_of(headers.get(header)) for name, header in _TEAM_HEADERS.items()}
        if isinstance(metadata, dict):
            for name in named:
                named[name] = named[name] or _short_text(metadata.get(name))
        self.is_stream = document.get("stream") is True
        self.about = About(
            endpoint=self.about.endpoint,
            model=model if isinstance(model, str) and _MODEL_NAME.fullmatch(model) else "",
            **named,
        )

    def _default_model(self) -> str | None:
        """The model of the first target that serves this API, for a request that names none."""
        return self.gate.targets.default_model(self.about.endpoint)

    def _judge_nothing(self) -> None:
        """A request without text of its own."""
        decision, _ = self._judge([], [], Phase.REQUEST)
        self.request.add(decision)

    def _upstream_path(self) -> str:
        return self.asked.path.removeprefix("/v1")

    def _client_texts(self) -> Iterable[str]:
        return (span.text for span in self._request_spans)

    # -- the answer ---------------------------------------------------------------------------------------------------

    def answer(self, status: int, headers: Headers, body: bytes) -> Reply:
        """Judge a whole answer: what the client shall get."""
        if self.is_passthrough or self.route is None:
            return Reply(status, to_client(headers, exchange_id=self.id), body)
        try:
            plain = decoded(body, get(headers, b"content-encoding"))
            document = msgspec.json.decode(plain) if plain else None
        except (Undecodable, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return self._unreadable(status, headers, body)
        onward = to_client(headers, exchange_id=self.id, drop=_CONTENT_ENCODING)
        wire = self.route.wire
        if wire is None or not isinstance(document, dict):
            self._judge_answer([], [])
            return Reply(status, onward, plain)
        self.usage = wire.usage(document)
        echoed = Found()
        if self.masks.restores or self.route.is_stored or self._needs_texts(Phase.RESPONSE):
            written, echoed = wire.answer_texts(document)
        else:
            written = _nobody_reads(Phase.RESPONSE)
        if self.route.is_stored:
            written.spans += echoed.spans
            echoed.spans = []
        decision, readings = self._judge_answer(written.spans, written.unread)
        if refusal_reply := self._refusal_of(decision, "answer"):
            return refusal_reply
        changes = self._restored(written.spans, self._edited(written.spans, readings, decision) if decision.edits else {})
        changes |= self._restored(echoed.spans, {})
        self.kept_answer = written.spans
        return Reply(status, onward, _rewritten(plain, changes) if changes else plain)

    def flow(self) -> Flow | PlainFlow:
        """How an event stream travels through."""
        if self.is_passthrough or self.route is None or self.route.wire is None:
            return PlainFlow()
        chain = self.gate.chain
        reads_text = chain.needs_text(Phase.RESPONSE, self.about)
        rules = Rules(
            judge=self._judge_piece,
            mode=chain.streaming(Phase.RESPONSE, self.about),
            closed_until=chain.closed_until if reads_text else None,
            engine=self.gate.engine if reads_text else None,
            masks=self.masks,
            fails_open=self.gate.fail_mode == "allow",
            keeps_text=self.keeps_text,
        )
        return Flow(self.route.wire, rules, hides_usage=self.hides_usage, reads_text=reads_text, on_usage=self._use)

    @property
    def carries_text(self) -> bool:
        """Does anybody's text travel in it?"""
        return self.is_passthrough or (self.route is not None and self.route.wire is not None)

    @property
    def keeps_text(self) -> bool:
        """Does the audit-logger ask for the texts of this exchange?"""
        audit = self.gate.chain.audit_for(self.about)
        return audit is not None and audit.keep != "none"

    def account(self) -> None:
        """The answer is complete: what did it cost?"""
        self.response.facts.update(self.gate.chain.account(self.about, self.usage))

    def _use(self, usage: Usage) -> None:
        self.usage = usage

    def _judge_answer(self, spans: list[TextSpan], unread: list[Unread]) -> tuple[Decision, list[Reading]]:
        decision, readings = self._judge(spans, unread, Phase.RESPONSE)
        self.response.add(decision)
        return decision, readings

    def _judge_piece(self, readings: Any, unread: Any) -> Decision:
        decision = decide(self.gate.chain, readings, unread, self.about, Phase.RESPONSE)
        self.response.add(decision)
        return decision

    def _unreadable(self, status: int, headers: Headers, body: bytes) -> Reply:
        """The target sent something that is not JSON: an error page may pass, an answer may not (unless we fail open)."""
        decision, _ = self._judge_answer([], [Unread((), "body", "the answer is not JSON")])
        del decision
        if status >= 400 or self.gate.fail_mode == "allow" or not self.gate.chain.needs_text(Phase.RESPONSE):
            self.response.verdict = Verdict.NOT_SCANNED
            return Reply(status, to_client(headers, exchange_id=self.id), body)
        self.response.verdict = Verdict.BLOCK
        return self._refused(502, "upstream_unreadable", "The target's answer cannot be read, so it cannot be judged, so it is not passed on.", retry=True)

    # -- both ---------------------------------------------------------------------------------------------------------

    def _needs_texts(self, phase: Phase) -> bool:
        """Does a policy read the texts of this phase, or is one asked to keep them?"""
        return self.gate.chain.needs_text(phase, self.about) or self.keeps_text

    def _judge(self, spans: list[TextSpan], unread: list[Unread], phase: Phase) -> tuple[Decision, list[Reading]]:
        readings = read(spans, self.gate.engine if self.gate.chain.needs_text(phase, self.about) else None)
        return decide(self.gate.chain, readings, unread, self.about, phase), readings

    def _edited(self, spans: list[TextSpan], readings: list[Reading], decision: Decision) -> dict[Path, str]:
        del readings
        return {
            spans[number].path: self.masks.apply(spans[number].text, edits, is_json=spans[number].is_json)
            for number, edits in decision.edits.items()
        }

    def _restored(self, spans: list[TextSpan], changes: dict[Path, str]) -> dict[Path, str]:
        """The changes, with our labels turned back into what they stand for."""
        if not self.masks.restores:
            return changes
        for span in spans:
            text = changes.get(span.path, span.text)
            restored = self.masks.restore(text, is_json=span.is_json)
            if restored != span.text:
                changes[span.path] = restored
        return changes

    def _refusal_of(self, decision: Decision, what: str) -> Reply | None:
        if decision.failures and self.gate.fail_mode == "block":
            names = ", ".join(sorted({failure.policy for failure in decision.failures}))
            self.has_refused = True
            tally = self.request if what == "request" else self.response
            tally.verdict = Verdict.BLOCK
            return refusal(
                503,
                "policy_error",
                f"The policy {names} could not judge this {what}, so it was not passed on (exchange {self.id}).",
                headers=[(b"x-watchgate-exchange", self.id.encode())],
            )
        if decision.verdict is not Verdict.BLOCK:
            return None
        reason = decision.reasons[-1]
        return self._refused(
            403,
            "policy_violation",
            f"Blocked by policy {reason.policy}: {reason.message} (decision {self.id}).",
            param=render_path(reason.path) or None,
        )

    def _refused(self, status: int, code: str, message: str, *, param: str | None = None, retry: bool = False) -> Reply:
        self.has_refused = True
        ours = [(b"x-watchgate-exchange", self.id.encode())]
        return refusal(status, code, message, param=param, retry=retry, headers=ours)


_CONTENT_ENCODING = frozenset({b"content-encoding"})


def with_member(body: bytes, name: str, value: Json) -> bytes:
    """*body*, a JSON object that is not empty, with one more member in front."""
    return body.replace(b"{", b"{" + msgspec.json.encode(name) + b":" + msgspec.json.encode(value) + b",", 1)


def with_usage(body: bytes, document: dict[str, Any]) -> tuple[bytes, bool]:
    """*body* asking for the usage chunk, and whether we added that (so that it must be hidden from the client again)."""
    options = document.get("stream_options")
    if isinstance(options, dict) and options.get("include_usage") is True:
        return body, False
    if "stream_options" not in document:
        return with_member(body, "stream_options", {"include_usage": True}), True
    options = {**options, "include_usage": True} if isinstance(options, dict) else {"include_usage": True}
    return msgspec.json.encode({**document, "stream_options": options}), True


def _nobody_reads(phase: Phase) -> Found:
    return Found(unread=[Unread((), "text", f"no policy in the chain reads the text of a {phase}")])


def _text_of(value: bytes | None) -> str | None:
    return value.decode("latin-1")[:200] if value else None


def _short_text(value: Any) -> str | None:
    return value[:200] if isinstance(value, str) and value else None


def _rewritten(body: bytes, changes: dict[Path, str]) -> bytes:
    """*body* with the given strings replaced; token probabilities, which spell the old text once more, are taken out."""
    text, document = json_text.parse(body)
    text = json_text.splice(text, document, changes)
    if b'"logprobs"' not in body:
        return text.encode()
    return msgspec.json.encode(_without_logprobs(msgspec.json.decode(text)))


def _without_logprobs(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: None if key == "logprobs" and child else _without_logprobs(child) for key, child in node.items()}
    return [_without_logprobs(child) for child in node] if isinstance(node, list) else node
