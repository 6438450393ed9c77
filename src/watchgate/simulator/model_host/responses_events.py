"""In which events does a response stream? (contracts §5.6) All of them, and the finished response they end in.

    created ── [queued] ── in_progress
    per output item:  output_item.added ── parts and deltas ── … .done ── output_item.done
    completed | incomplete | failed

The same text stands in its deltas, in `….done`, in `content_part.done`, in `output_item.done` and in the last event.
"""

from dataclasses import dataclass, field
from typing import Any

from watchgate.simulator.model_host.answer import Answer, ToolCall
from watchgate.simulator.model_host.logprobs import logprobs_of, without_bytes
from watchgate.simulator.model_host.response_object import ResponseObject
from watchgate.simulator.model_host.responses_request import ResponsesRequest
from watchgate.simulator.reply import JsonObject, StreamEvent
from watchgate.simulator.seeded import Chance


@dataclass(frozen=True, slots=True)
class Told:
    """A response told from beginning to end."""

    events: list[StreamEvent]
    finished: JsonObject


def tell(response: ResponseObject, request: ResponsesRequest, given: Answer, chance: Chance) -> Told:
    story = _Story(request, given, chance)
    story.say(
        "response.created", response=response.unfinished("queued" if request.is_background else "in_progress")
    )
    if request.is_background:
        story.say("response.queued", response=response.unfinished("queued"))
    story.say("response.in_progress", response=response.unfinished("in_progress"))
    if given.reasoning:
        story.reason()
    if given.text or given.refusal or not given.calls:
        story.speak()
    for call in given.calls:
        story.call(call)
    finished = response.finished(story.output)
    story.say(f"response.{response.last_status}", response=finished)
    return Told(story.events, finished)


def error_event(replaced: StreamEvent) -> StreamEvent:
    """The flat `error` event (no `error` object) that breaks a stream off."""
    message = "The server had an error while processing your request. Sorry about that!"
    number = replaced.body["sequence_number"]
    body = {
        "type": "error",
        "sequence_number": number,
        "code": "server_error",
        "message": message,
        "param": None,
    }
    return StreamEvent(body, "error")


@dataclass
class _Story:
    """The events so far, and the output items that are finished."""

    request: ResponsesRequest
    given: Answer
    chance: Chance
    events: list[StreamEvent] = field(default_factory=list)
    output: list[JsonObject] = field(default_factory=list)

    def say(self, kind: str, **fields: Any) -> None:  # noqa: ANN401 - each kind of event has its own fields
        body: JsonObject = {"type": kind, "sequence_number": len(self.events), **fields}
        if kind.endswith(".delta") and self.request.has_padding:
            body["obfuscation"] = self.chance.padding()
        self.events.append(StreamEvent(body, kind))

    def reason(self) -> None:
        """A reasoning item with one part of summary."""
        item: JsonObject = {"id": self.chance.hex("rs_"), "type": "reasoning", "summary": []}
        self._add(item)
        where = {"item_id": item["id"], "output_index": len(self.output), "summary_index": 0}
        text = "".join(self.given.reasoning)
        part = {"type": "summary_text", "text": text}
        self.say("response.reasoning_summary_part.added", **where, part={"type": "summary_text", "text": ""})
        for piece in self.given.reasoning:
            self.say("response.reasoning_summary_text.delta", **where, delta=piece)
        self.say("response.reasoning_summary_text.done", **where, text=text)
        self.say("response.reasoning_summary_part.done", **where, part=part)
        self._done({**item, "summary": [part]})

    def speak(self) -> None:
        """A message item with one part: the text, or the refusal."""
        item = {
            "id": self.chance.hex("msg_"),
            "type": "message",
            "status": "in_progress",
            "role": "assistant",
        }
        self._add({**item, "content": []})
        where = {"item_id": item["id"], "output_index": len(self.output), "content_index": 0}
        part = self._refuse(where) if self.given.refusal else self._say_text(where)
        if part is None:
            return
        self.say("response.content_part.done", **where, part=part)
        status = "completed" if self.given.ending == "stop" else "incomplete"
        self._done({**item, "status": status, "content": [part]})

    def call(self, call: ToolCall) -> None:
        """A function call, or the call of a custom tool, which differs in its words only."""
        is_function = call.kind == "function"
        kind, said = ("function_call", "arguments") if is_function else ("custom_tool_call", "input")
        item = {
            "id": self.chance.hex("fc_" if is_function else "ctc_"),
            "type": kind,
            "status": "in_progress",
            "call_id": self.chance.alphanumeric("call_", 24),
            "name": call.name,
        }
        self._add({**item, said: ""})
        where = {"item_id": item["id"], "output_index": len(self.output)}
        for piece in call.arguments:
            self.say(f"response.{kind}_{said}.delta", **where, delta=piece)
        whole = "".join(call.arguments)
        name = {"name": call.name} if is_function else {}
        self.say(f"response.{kind}_{said}.done", **where, **name, **{said: whole})
        self._done({**item, "status": "completed", said: whole})

    def _say_text(self, where: JsonObject) -> JsonObject | None:
        """The finished part; None when the response fails before its text is done."""
        self.say("response.content_part.added", **where, part=_text_part("", []))
        for piece in self.given.text:
            self.say(
                "response.output_text.delta",
                **where,
                delta=piece,
                logprobs=without_bytes(self._logprobs(piece)),
            )
        if self.given.ending == "failed":
            return None
        text, logprobs = "".join(self.given.text), self._logprobs(*self.given.text)
        self.say("response.output_text.done", **where, text=text, logprobs=without_bytes(logprobs))
        return _text_part(text, logprobs)

    def _refuse(self, where: JsonObject) -> JsonObject:
        refusal = "".join(self.given.refusal)
        self.say("response.content_part.added", **where, part={"type": "refusal", "refusal": ""})
        for piece in self.given.refusal:
            self.say("response.refusal.delta", **where, delta=piece)
        self.say("response.refusal.done", **where, refusal=refusal)
        return {"type": "refusal", "refusal": refusal}

    def _add(self, item: JsonObject) -> None:
        self.say("response.output_item.added", output_index=len(self.output), item=item)

    def _done(self, item: JsonObject) -> None:
        self.say("response.output_item.done", output_index=len(self.output), item=item)
        self.output.append(item)

    def _logprobs(self, *pieces: str) -> list[JsonObject]:
        top = self.request.top_logprobs
        return [] if top is None else logprobs_of(pieces, top=top)


def _text_part(text: str, logprobs: list[JsonObject]) -> JsonObject:
    return {"type": "output_text", "annotations": [], "logprobs": logprobs, "text": text}
