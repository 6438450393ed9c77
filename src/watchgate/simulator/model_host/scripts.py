"""Which scripted reply, if any, answers this question? The first rule that matches, or the one the request names."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from watchgate.kernel.errors import UserError
from watchgate.simulator.model_host.question import EndpointName, Question, ToolKind


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Match(_Strict):
    """What a question must be. `contains` looks at the last text of any role: a tool's result can be matched too."""

    model: str | None = None
    contains: str | None = None
    endpoint: EndpointName | None = None

    def fits(self, question: Question) -> bool:
        return (
            self.model in (None, question.model)
            and self.endpoint in (None, question.endpoint)
            and (self.contains is None or self.contains in question.last_text)
        )


class ScriptedCall(_Strict):
    """A tool call: arguments as an object or as exact text; `chunks` are the exact fragments of a stream."""

    name: str
    arguments: dict[str, Any] | str = Field(default_factory=dict)
    chunks: tuple[str, ...] | None = None
    kind: ToolKind = "function"


class ScriptedError(_Strict):
    status: int = Field(ge=400, le=599)
    message: str = "An error from the script."
    type: str = "invalid_request_error"
    param: str | None = None
    code: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)


class ScriptedReply(_Strict):
    """At least one thing to say. `finish_reason: failed` exists on the responses endpoint only."""

    text: str | None = None
    chunks: tuple[str, ...] | None = None
    json_value: Any = Field(default=None, alias="json")
    filler_words: int | None = Field(default=None, ge=0, le=100_000)
    refusal: str | None = None
    reasoning: str | None = None
    tool_calls: tuple[ScriptedCall, ...] = ()
    finish_reason: Literal["stop", "length", "content_filter", "failed"] = "stop"
    error: ScriptedError | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ScriptedReply":
        if not self.model_fields_set - {"finish_reason", "reasoning"}:
            raise ValueError("a reply needs text, chunks, json, filler_words, refusal, tool_calls or error")
        if len(self.model_fields_set & {"text", "chunks", "json_value", "filler_words", "refusal"}) > 1:
            raise ValueError("a reply has one of text, chunks, json, filler_words and refusal")
        return self


class Rule(_Strict):
    match: Match = Match()
    reply: ScriptedReply
    name: str | None = None
    times: int | None = Field(default=None, ge=1)


_RULES = TypeAdapter(list[Rule])


class Scripts:
    """The rules in force. Replaced as a whole; a rule with `times` is used up."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._uses: list[int] = []

    def replace(self, rules: object) -> int:
        """Put *rules* (JSON) in force; how many there are. Raises UserError when they are not understood."""
        try:
            self._rules = _RULES.validate_python(rules)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            raise UserError(
                f"The script is not understood at {place or 'the top'}: {first['msg']}."
            ) from error
        self._uses = [0] * len(self._rules)
        return len(self._rules)

    def restart(self) -> None:
        self._rules, self._uses = [], []

    def reply_to(self, question: Question) -> ScriptedReply | None:
        for number, rule in enumerate(self._rules):
            if rule.times is not None and self._uses[number] >= rule.times:
                continue
            if _is_meant(rule, question):
                self._uses[number] += 1
                return rule.reply
        return None


def _is_meant(rule: Rule, question: Question) -> bool:
    if question.script_name is not None:
        return rule.name == question.script_name
    return rule.match.fits(question)
