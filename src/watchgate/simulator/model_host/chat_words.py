"""Which words do a whole chat completion and a streamed one share? The head, the finish reason, the usage."""

from collections.abc import Sequence

from watchgate.simulator.model_host.answer import Answer
from watchgate.simulator.model_host.chat_request import ChatRequest
from watchgate.simulator.reply import JsonObject
from watchgate.simulator.seeded import Chance


def completion_head(request: ChatRequest, chance: Chance, *, kind: str) -> JsonObject:
    return {
        "id": chance.alphanumeric("chatcmpl-"),
        "object": kind,
        "created": chance.created,
        "model": request.model.snapshot,
        "system_fingerprint": "fp_5190a7ed00",
    }


def finish_reason(given: Answer) -> str:
    return "tool_calls" if given.calls and given.ending == "stop" else given.ending


def chat_usage(request: ChatRequest, answers: Sequence[Answer]) -> JsonObject:
    completion_tokens = sum(each.output_tokens for each in answers)
    return {
        "prompt_tokens": request.prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": request.prompt_tokens + completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
