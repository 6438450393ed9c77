"""What happens to one request and its answer? Decided here, without any I/O.

    ask() ──► Forward (what the target shall get)    answer() / flow() ──► what the client shall get
          └─► Reply   (the gateway answers itself)

The server carries it out: it opens the upstream, writes the evidence, and sends the bytes.
"""

import re
from types import ModuleType
from typing import Any

import msgspec

from watchgate.gateway import json_text
from watchgate.gateway.clients.client import Client
from watchgate.gateway.clients.estimate import Size, input_tokens, size_of
from watchgate.gateway.encoding import Undecodable, decoded
from watchgate.gateway.flow import Flow, PlainFlow
from watchgate.gateway.gate import Asked, Gate
from watchgate.gateway.growing_text import Rules
from watchgate.gateway.headers import get, to_client
from watchgate.gateway.masking import Masks
from watchgate.gateway.reading import read
from watchgate.gateway.replies import Headers, Reply, refusal
from watchgate.gateway.rewriting import with_member, with_strings, with_usage
from watchgate.gateway.skill_of import skill_of
from watchgate.gateway.tally import Tally
from watchgate.gateway.wire.routes import Route, find_route
from watchgate.gateway.wire.walk import Found
from watchgate.kernel.ids import new_id
from watchgate.policy.coverage import render_path
from watchgate.policy.decide import Decision, decide
from watchgate.policy.model import About, Path, Phase, TextSpan, Unread, Usage, Verdict

_MODEL_NAME = re.compile(r"[A-Za-z0-9_.:/-]{1,128}")


class Forward(msgspec.Struct, frozen=True):
    """What the target shall get."""

    path: str
    query: bytes
    body: bytes

    def __repr__(self) -> str:
        return f"<Forward {len(self.body)} bytes>"


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
        client = asked.client
        self.about = About(
            endpoint=self.route.endpoint if self.route else "unknown",
            team=client.team if client else None,
            project=client.project if client else None,
        )
        self.request = Tally()
        self.response = Tally()
        self.size = Size()
        self.tokens_in = 0
        self.usage: Usage | None = None
        self.pieces = 0
        self.told: dict[str, str] = {}
        self.skill: dict[str, str] = {}
        self.kept_request: list[TextSpan] = []
        self.kept_answer: list[TextSpan] = []
        self.masks = Masks(hash_key=gate.hash_key)

    # -- the request -------------------------------------------------------------------------------------------------

    def ask(self) -> Forward | Reply:
        """Judge the request: what the target shall get, or why nobody gets anything."""
        if self.route is None:
            return self._ungoverned()
        if self.asked.named.get(b"content-encoding", b"identity") != b"identity":
            message = "The body is compressed, so it cannot be judged. Send it uncompressed."
            return self._refused(415, "unsupported_encoding", message)
        if not self.route.has_body:
            self._judge([], [], Phase.REQUEST)
            self.is_stream = b"stream=true" in self.asked.query
            return self._forward(self.asked.body)
        try:
            text, document = json_text.parse(self.asked.body)
        except json_text.BadJson as problem:
            return self._refused(400, "invalid_body", str(problem))
        if not isinstance(document, dict):
            return self._refused(400, "invalid_body", "The body is not a JSON object.")
        self._learn(document)
        return self._ask(self.route.wire, text, document)

    def _ask(self, wire: ModuleType | None, text: str, document: dict[str, Any]) -> Forward | Reply:
        is_read = wire is not None and self._needs_texts(Phase.REQUEST)
        found: Found = wire.request_texts(document) if wire and is_read else _nobody_reads(Phase.REQUEST)
        self.kept_request = self.masks.beside = found.spans
        decision = self._judge(found.spans, found.unread, Phase.REQUEST)
        if refused := self._refusal_of(decision, Phase.REQUEST):
            return refused
        body = self.asked.body
        if decision.edits:
            body = json_text.splice(text, document, self._edited(found.spans, decision)).encode()
        if "model" not in document and self.about.model:
            body = with_member(body, "model", self.about.model)
        if self.is_stream and self.about.endpoint == "chat.completions" and self._is_metered:
            body, self.hides_usage = with_usage(body, document)
        return self._forward(body)

    def _forward(self, body: bytes) -> Forward:
        if self.asked.client is not None and self.is_asking:
            self.tokens_in = input_tokens(body)
        return Forward(self.asked.path.removeprefix("/v1"), self.asked.query, body)

    def _ungoverned(self) -> Forward | Reply:
        if not self.gate.pack.lets_through(self.asked.path):
            return self._refused(
                403,
                "endpoint_not_governed",
                f"No policy reads {self.asked.method} {self.asked.path[:200]}, so it is not forwarded. Whoever runs the gateway can let it "
                "pass unread with `passthrough: [glob]` in the policy pack.",
            )
        self.is_passthrough = True
        self.about = msgspec.structs.replace(self.about, endpoint="passthrough")
        why = Unread((), "endpoint", "the pack lets this endpoint pass unread")
        for tally, phase in ((self.request, Phase.REQUEST), (self.response, Phase.RESPONSE)):
            tally.add(decide(self.gate.chain, (), (why,), self.about, phase))
            tally.verdict = Verdict.NOT_SCANNED
        return self._forward(self.asked.body)

    def _learn(self, document: dict[str, Any]) -> None:
        model = document.get("model", self._default_model())
        headers = self.asked.named
        metadata = document.get("metadata")
        told = metadata if isinstance(metadata, dict) else {}
        self.is_stream = document.get("stream") is True
        team = _text_of(headers.get(b"x-watchgate-team")) or _short_text(told.get("team"))
        project = _text_of(headers.get(b"x-watchgate-project")) or _short_text(told.get("project"))
        self.skill = skill_of(headers, document)
        if client := self.asked.client:
            self.size = size_of(document)
            team, project = self._of_key(client, team, project)
        self.about = About(
            endpoint=self.about.endpoint,
            model=model if isinstance(model, str) and _MODEL_NAME.fullmatch(model) else "",
            team=team,
            project=project,
        )

    def _of_key(self, client: Client, team: str | None, project: str | None) -> tuple[str | None, str | None]:
        """What the key says stands; what the client says beside it is written down, and counts only for what the key leaves open."""
        said = (("team", team, client.team), ("project", project, client.project))
        self.told = {name: told for name, told, key in said if told and key and told != key}
        return client.team, client.project or project

    def _default_model(self) -> str | None:
        """The model of the first target that serves this API, for a request that names none."""
        return self.gate.targets.default_model(self.about.endpoint)

    # -- the answer ---------------------------------------------------------------------------------------------------

    def answer(self, status: int, headers: Headers, body: bytes) -> Reply:
        """Judge a whole answer: what the client shall get."""
        wire = self.route.wire if self.route else None
        if self.is_passthrough or wire is None or not body:
            return Reply(status, to_client(headers, exchange_id=self.id), body)
        try:
            plain = decoded(body, get(headers, b"content-encoding"))
            document = msgspec.json.decode(plain, type=dict[str, Any])
            return self._answer(wire, status, headers, plain, document)
        except (Undecodable, msgspec.MsgspecError, UnicodeDecodeError, RecursionError, json_text.BadJson):
            return self._unreadable(status, headers, body)

    def _answer(
        self, wire: ModuleType, status: int, headers: Headers, plain: bytes, document: dict[str, Any]
    ) -> Reply:
        self.usage = wire.usage(document)
        written, echoed = self._texts_of_answer(wire, document)
        decision = self._judge(written.spans, written.unread, Phase.RESPONSE)
        if refused := self._refusal_of(decision, Phase.RESPONSE):
            return refused
        changes = self._edited(written.spans, decision) if decision.edits else {}
        if self.masks.restores:
            changes = self._restored([*written.spans, *echoed.spans], changes)
        self.kept_answer = [
            TextSpan(span.path, changes.get(span.path, span.text), span.role) for span in written.spans
        ]
        onward = to_client(headers, exchange_id=self.id, drop=_CONTENT_ENCODING)
        return Reply(status, onward, with_strings(plain, changes) if changes else plain)

    def _texts_of_answer(self, wire: ModuleType, document: dict[str, Any]) -> tuple[Found, Found]:
        """(what is judged, what only repeats the request). Of a stored answer everything is judged: who knows how it was made."""
        if not (self.masks.restores or self._needs_texts(Phase.RESPONSE)):
            return _nobody_reads(Phase.RESPONSE), Found()
        written, echoed = wire.answer_texts(document)
        if self.route and self.route.is_stored:
            return Found(written.spans + echoed.spans, written.unread + echoed.unread), Found()
        return written, echoed

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
        return Flow(
            self.route.wire, rules, hides_usage=self.hides_usage, reads_text=reads_text, on_usage=self._use
        )

    @property
    def carries_text(self) -> bool:
        """Does anybody's text travel in it?"""
        return self.is_passthrough or (self.route is not None and self.route.wire is not None)

    @property
    def is_asking(self) -> bool:
        """Does it ask for something that costs? A list of models does not; nor does a stored answer, which was paid for when it was made."""
        return self.is_passthrough or (self.route is not None and self.route.has_body)

    @property
    def _is_metered(self) -> bool:
        """Does anybody want to know how many tokens it took?"""
        return self.gate.chain.meters or self.asked.client is not None

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

    def _judge_piece(self, readings: Any, unread: Any) -> Decision:
        decision = decide(self.gate.chain, readings, unread, self.about, Phase.RESPONSE)
        self.response.add(decision)
        return decision

    def _unreadable(self, status: int, headers: Headers, body: bytes) -> Reply:
        """The target sent something that is not JSON: an error page may pass, an answer may not (unless we fail open)."""
        self._judge([], [Unread((), "body", "the answer is not JSON")], Phase.RESPONSE)
        fails_open = self.gate.fail_mode == "allow"
        if status >= 400 or fails_open or not self.gate.chain.needs_text(Phase.RESPONSE, self.about):
            self.response.verdict = Verdict.NOT_SCANNED
            return Reply(status, to_client(headers, exchange_id=self.id), body)
        self.response.verdict = Verdict.BLOCK
        message = "The target's answer cannot be read, so it cannot be judged, so it is not passed on."
        return self._refused(502, "upstream_unreadable", message, retry=True)

    # -- both ---------------------------------------------------------------------------------------------------------

    def _needs_texts(self, phase: Phase) -> bool:
        """Does a policy read the texts of this phase, or is one asked to keep them?"""
        return self.gate.chain.needs_text(phase, self.about) or self.keeps_text

    def _judge(self, spans: list[TextSpan], unread: list[Unread], phase: Phase) -> Decision:
        engine = self.gate.engine if self.gate.chain.needs_text(phase, self.about) else None
        decision = decide(self.gate.chain, read(spans, engine), unread, self.about, phase)
        self._tally(phase).add(decision)
        return decision

    def _edited(self, spans: list[TextSpan], decision: Decision) -> dict[Path, str]:
        return {
            spans[number].path: self.masks.apply(spans[number].text, edits, is_json=spans[number].is_json)
            for number, edits in decision.edits.items()
        }

    def _restored(self, spans: list[TextSpan], changes: dict[Path, str]) -> dict[Path, str]:
        """The changes, with our labels turned back into what they stand for."""
        for span in spans:
            restored = self.masks.restore(changes.get(span.path, span.text), is_json=span.is_json)
            if restored != span.text:
                changes[span.path] = restored
        return changes

    def _refusal_of(self, decision: Decision, phase: Phase) -> Reply | None:
        if decision.failures and self.gate.fail_mode == "block":
            names = ", ".join(sorted({failure.policy for failure in decision.failures}))
            self._tally(phase).verdict = Verdict.BLOCK
            message = f"The policy {names} could not judge this {phase}, so it was not passed on (exchange {self.id})."
            return self._refused(503, "policy_error", message)
        if decision.verdict is not Verdict.BLOCK:
            return None
        reason = decision.reasons[-1]
        message = f"Blocked by policy {reason.policy}: {reason.message} (decision {self.id})."
        return self._refused(403, "policy_violation", message, param=render_path(reason.path) or None)

    def _tally(self, phase: Phase) -> Tally:
        return self.request if phase is Phase.REQUEST else self.response

    def _refused(
        self, status: int, code: str, message: str, *, param: str | None = None, retry: bool = False
    ) -> Reply:
        self.has_refused = True
        ours = [(b"x-watchgate-exchange", self.id.encode())]
        return refusal(status, code, message, param=param, retry=retry, headers=ours)


_CONTENT_ENCODING = frozenset({b"content-encoding"})


_UNREAD = {
    phase: [Unread((), "text", f"no policy in the chain reads the text of a {phase}")] for phase in Phase
}


def _nobody_reads(phase: Phase) -> Found:
    return Found([], _UNREAD[phase])


def _text_of(value: bytes | None) -> str | None:
    return value.decode("latin-1")[:200] if value else None


def _short_text(value: Any) -> str | None:
    return value[:200] if isinstance(value, str) and value else None
