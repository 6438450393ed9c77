"""What does the model say? A script first; else tool calls, structured output, filler, or the echo of the question."""

import json
import re
from dataclasses import dataclass, replace
from typing import Literal

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.filler import filler
from watchgate.simulator.model_host.from_schema import from_schema
from watchgate.simulator.model_host.pieces import clip, count_tokens, pieces_of
from watchgate.simulator.model_host.question import Question, Tool, ToolKind
from watchgate.simulator.model_host.scripts import ScriptedCall, ScriptedError, ScriptedReply, Scripts
from watchgate.simulator.seeded import Chance

_ECHO = ("You said: ", "In your words: ", "To repeat: ", "Once more: ")
"""One per choice, so that a test of n > 1 can tell the choices apart."""
_FILLER_MODEL = re.compile(r"sim-filler(?:-(\d{1,6}))?")
_FILLER_WORDS = 60


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call, its arguments (or a custom tool's input) in the pieces in which a stream carries them."""

    name: str
    arguments: tuple[str, ...]
    kind: ToolKind = "function"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one choice says, cut into the pieces of a stream."""

    text: tuple[str, ...] = ()
    refusal: tuple[str, ...] = ()
    reasoning: tuple[str, ...] = ()
    calls: tuple[ToolCall, ...] = ()
    ending: Literal["stop", "length", "content_filter", "failed"] = "stop"

    @property
    def output_tokens(self) -> int:
        said = (self.text, self.refusal, self.reasoning, *(call.arguments for call in self.calls))
        return sum(count_tokens(pieces) for pieces in said)


def answer(question: Question, *, scripts: Scripts, chance: Chance, choices: int) -> list[Answer]:
    """One answer for each choice. Raises the ApiError that a script asks for."""
    scripted = scripts.reply_to(question)
    if scripted and scripted.error:
        raise _as_error(scripted.error)
    given = [
        _from_script(scripted, chance) if scripted else _own_answer(question, chance, choice)
        for choice in range(choices)
    ]
    return [_within_limits(each, question) for each in given]


def _own_answer(question: Question, chance: Chance, choice: int) -> Answer:
    if question.must_call:
        return Answer(calls=tuple(_invented_call(tool, question) for tool in question.must_call))
    if question.output_schema is not None:
        return Answer(text=pieces_of(_as_text(from_schema(question.output_schema, text=question.user_text))))
    if question.wants_json:
        return Answer(text=pieces_of(_as_text({"echo": question.user_text})))
    if is_filler := _FILLER_MODEL.fullmatch(question.model):
        words = int(is_filler[1] or _FILLER_WORDS)
        return Answer(text=pieces_of(filler(chance.random, words=words)))
    return Answer(text=pieces_of(_ECHO[choice % len(_ECHO)] + question.user_text))


def _from_script(reply: ScriptedReply, chance: Chance) -> Answer:
    return Answer(
        text=_scripted_text(reply, chance),
        refusal=pieces_of(reply.refusal or ""),
        reasoning=pieces_of(reply.reasoning or ""),
        calls=tuple(_scripted_call(call) for call in reply.tool_calls),
        ending=reply.finish_reason,
    )


def _scripted_text(reply: ScriptedReply, chance: Chance) -> tuple[str, ...]:
    if reply.chunks is not None:
        return reply.chunks
    if "json_value" in reply.model_fields_set:
        return pieces_of(_as_text(reply.json_value))
    if reply.filler_words is not None:
        return pieces_of(filler(chance.random, words=reply.filler_words))
    return pieces_of(reply.text or "")


def _scripted_call(call: ScriptedCall) -> ToolCall:
    if call.chunks is not None:
        return ToolCall(call.name, call.chunks, call.kind)
    arguments = call.arguments if isinstance(call.arguments, str) else _as_text(call.arguments)
    return ToolCall(call.name, pieces_of(arguments), call.kind)


def _invented_call(tool: Tool, question: Question) -> ToolCall:
    if tool.kind == "custom":
        return ToolCall(tool.name, pieces_of(question.user_text), tool.kind)
    arguments = from_schema(tool.schema or {"type": "object"}, text=question.user_text)
    return ToolCall(tool.name, pieces_of(_as_text(arguments)))


def _within_limits(given: Answer, question: Question) -> Answer:
    """*given* cut before the first stop sequence, then after the last allowed token."""
    text = "".join(given.text)
    places = [place for stop in question.stop if stop and (place := text.find(stop)) >= 0]
    kept = text[: min(places, default=len(text))]
    tokens = pieces_of(kept)
    if question.max_tokens is not None and len(tokens) > question.max_tokens:
        kept = "".join(tokens[: question.max_tokens])
        return replace(given, text=clip(given.text, len(kept)), ending="length")
    return replace(given, text=clip(given.text, len(kept)))


def _as_text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _as_error(error: ScriptedError) -> ApiError:
    return ApiError(
        error.status,
        error.message,
        kind=error.type,
        param=error.param,
        code=error.code,
        headers=error.headers,
    )
