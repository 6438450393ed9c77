"""In which chunks does a chat completion stream? (contracts §5.5)

role ── content… ── tool call 0: name ── arguments… ── tool call 1 … ── finish_reason        per choice, interleaved
usage chunk (when asked for) ── [DONE]                                                        once
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from watchgate.simulator.model_host.answer import Answer
from watchgate.simulator.model_host.chat_request import ChatRequest
from watchgate.simulator.model_host.chat_words import chat_usage, completion_head, finish_reason
from watchgate.simulator.model_host.logprobs import logprobs_of
from watchgate.simulator.reply import JsonObject, StreamEvent, StreamReply
from watchgate.simulator.seeded import Chance


def stream_chat(request: ChatRequest, answers: Sequence[Answer], chance: Chance) -> StreamReply:
    head = completion_head(request, chance, kind="chat.completion.chunk")
    head["service_tier"] = "default"
    usage_so_far = {"usage": None} if request.has_usage_chunk else {}
    events = []
    for choice in _interleaved([list(_choices(n, each, request, chance)) for n, each in enumerate(answers)]):
        chunk: JsonObject = {**head, "choices": [choice], **usage_so_far}
        if request.has_padding and _is_delta(choice):
            chunk["obfuscation"] = chance.padding()
        events.append(StreamEvent(chunk))
    if request.has_usage_chunk:
        events.append(StreamEvent({**head, "choices": [], "usage": chat_usage(request, answers)}))
    return StreamReply(events, error_in_place_of=_error_chunk, ends_with_done=True)


def _choices(index: int, given: Answer, request: ChatRequest, chance: Chance) -> Iterator[JsonObject]:
    """The `choices[]` entry of each chunk of one choice."""

    def entry(delta: JsonObject, *, finish: str | None = None, said: tuple[str, ...] = ()) -> JsonObject:
        logprobs = None
        if said and request.top_logprobs is not None:
            logprobs = {"content": logprobs_of(said, top=request.top_logprobs), "refusal": None}
        return {"index": index, "delta": delta, "logprobs": logprobs, "finish_reason": finish}

    role: JsonObject = {"role": "assistant", "content": "", "refusal": None}
    if given.calls and not given.text:
        role["content"] = None
    yield entry(role)
    for piece in given.text:
        yield entry({"content": piece}, said=(piece,))
    for piece in given.refusal:
        yield entry({"refusal": piece})
    for delta in _tool_call_deltas(given, chance):
        yield entry({"tool_calls": [delta]})
    yield entry({}, finish=finish_reason(given))


def _tool_call_deltas(given: Answer, chance: Chance) -> Iterator[JsonObject]:
    for index, call in enumerate(given.calls):
        function = {"name": call.name, "arguments": ""}
        yield {
            "index": index,
            "id": chance.alphanumeric("call_", 24),
            "type": "function",
            "function": function,
        }
        for piece in call.arguments:
            yield {"index": index, "function": {"arguments": piece}}


def _interleaved(choices: Iterable[Sequence[JsonObject]]) -> Iterator[JsonObject]:
    """One entry of each choice in turn, until all have ended."""
    return (entry for entry in chain.from_iterable(zip_longest(*choices)) if entry is not None)


def _is_delta(choice: JsonObject) -> bool:
    return bool(choice["delta"]) and "role" not in choice["delta"]


def _error_chunk(_: StreamEvent) -> StreamEvent:
    message = "The server had an error while processing your request. Sorry about that!"
    return StreamEvent({"error": {"message": message, "type": "server_error", "param": None, "code": None}})
