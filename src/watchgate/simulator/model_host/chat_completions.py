"""`POST /v1/chat/completions`: what does the whole answer look like, and who decides between whole and streamed?"""

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.endpoint import Call
from watchgate.simulator.model_host.answer import Answer, ToolCall, answer
from watchgate.simulator.model_host.chat_request import ChatRequest, read_chat_request
from watchgate.simulator.model_host.chat_stream import stream_chat
from watchgate.simulator.model_host.chat_words import chat_usage, completion_head, finish_reason
from watchgate.simulator.model_host.logprobs import logprobs_of
from watchgate.simulator.model_host.scripts import Scripts
from watchgate.simulator.reply import JsonObject, JsonReply, Reply
from watchgate.simulator.seeded import Chance


def create_chat_completion(call: Call, *, scripts: Scripts) -> Reply:
    request = read_chat_request(call.body)
    answers = answer(request.question, scripts=scripts, chance=call.chance, choices=request.choices)
    for each in answers:
        _check_can_be_said(each)
    if request.is_streamed:
        return stream_chat(request, answers, call.chance)
    return JsonReply(
        {
            **completion_head(request, call.chance, kind="chat.completion"),
            "choices": [_choice(index, each, request, call.chance) for index, each in enumerate(answers)],
            "usage": chat_usage(request, answers),
            "service_tier": "default",
        }
    )


def _choice(index: int, given: Answer, request: ChatRequest, chance: Chance) -> JsonObject:
    message: JsonObject = {
        "role": "assistant",
        "content": "".join(given.text) if given.text or not (given.calls or given.refusal) else None,
        "refusal": "".join(given.refusal) or None,
        "annotations": [],
    }
    if given.calls:
        message["tool_calls"] = [_tool_call(call, chance) for call in given.calls]
    logprobs = None
    if request.top_logprobs is not None:
        logprobs = {"content": logprobs_of(given.text, top=request.top_logprobs), "refusal": None}
    return {"index": index, "message": message, "logprobs": logprobs, "finish_reason": finish_reason(given)}


def _tool_call(call: ToolCall, chance: Chance) -> JsonObject:
    function = {"name": call.name, "arguments": "".join(call.arguments)}
    return {"id": chance.alphanumeric("call_", 24), "type": "function", "function": function}


def _check_can_be_said(given: Answer) -> None:
    """Two things a script may ask for exist on the responses endpoint only."""
    if given.ending == "failed":
        raise ApiError(500, "The server had an error while processing your request.", kind="server_error")
    if any(call.kind == "custom" for call in given.calls):
        message = "The simulator calls custom tools on /v1/responses only."
        raise ApiError(400, message, param="tools", code="not_simulated")
