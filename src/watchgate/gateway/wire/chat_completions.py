"""What does `/v1/chat/completions` carry?  Request, whole answer, and the chunks of a stream.

Stream channels, one text each: `(choice, field)` for content, refusal and the like, `(choice, "tool_calls", index, field)`
for tool calls. A choice's channels end with its `finish_reason`.
"""

from collections.abc import Iterator
from typing import Any

from watchgate.gateway.wire.stream_parts import Delta, Parts
from watchgate.gateway.wire.walk import CONTAINERS, JSON_SOURCE, ROLE_OF_KEY, Found, walk
from watchgate.policy.model import Path, Usage

ENDPOINT = "chat.completions"
_NOT_TEXT = frozenset(
    {"id", "object", "model", "created", "service_tier", "system_fingerprint", "usage", "obfuscation"}
)
_STRUCTURAL_DELTA = frozenset({"role", "id", "type", "index"})


def request_texts(document: dict[str, Any]) -> Found:
    """Every text of a request: messages of all roles, tool definitions and calls, metadata, prediction, the rest."""
    found = Found()
    for key, value in document.items():
        if isinstance(value, CONTAINERS):
            walk({key: value}, (), ROLE_OF_KEY.get(key, ""), found)
        elif isinstance(value, str) and key != "model":
            walk({key: value}, (), "", found)
    return found


def answer_texts(document: dict[str, Any]) -> tuple[Found, Found]:
    """(texts the model wrote, texts that only echo the request): this endpoint echoes nothing."""
    found = Found()
    for key, value in document.items():
        if key in {"choices", "error"} and isinstance(value, CONTAINERS):
            walk(value, (key,), "assistant", found)
        elif key not in _NOT_TEXT:
            walk({key: value}, (), "assistant", found)
    return _without_logprobs(found), Found()


def usage(document: dict[str, Any]) -> Usage | None:
    """Tokens of an answer or of a stream's usage chunk."""
    counts = document.get("usage")
    if not isinstance(counts, dict) or not isinstance(counts.get("prompt_tokens"), int):
        return None
    return Usage(
        input_tokens=counts["prompt_tokens"],
        output_tokens=counts.get("completion_tokens") or 0,
        cached_input_tokens=(counts.get("prompt_tokens_details") or {}).get("cached_tokens") or 0,
        reasoning_tokens=(counts.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0,
    )


def event_parts(event: dict[str, Any]) -> Parts:
    """The pieces of text in one chunk, and the channels that it ends."""
    parts = Parts()
    for position, choice in enumerate(event.get("choices") or ()):
        index = choice.get("index", position)
        delta = choice.get("delta")
        if delta:
            parts.deltas.extend(_deltas(index, ("choices", position, "delta"), delta))
        if choice.get("logprobs"):
            parts.logprobs.append(("choices", position, "logprobs"))
        if choice.get("finish_reason"):
            parts.ended.append((index,))
    return parts


def _deltas(choice: int, path: Path, delta: dict[str, Any]) -> Iterator[Delta]:
    for key, value in delta.items():
        if isinstance(value, str):
            if value and key not in _STRUCTURAL_DELTA:
                yield Delta((choice, key), (*path, key), value)
        elif key == "tool_calls" and value:
            for at, call in enumerate(value):
                yield from _tool_call(choice, (*path, key, at), call.get("index", at), call)
        elif isinstance(value, CONTAINERS) and value:
            rest = Found()
            walk(value, (*path, key), "assistant", rest)
            for span in rest.spans:
                yield Delta((choice, *span.path[3:]), span.path, span.text, span.is_json)


def _tool_call(choice: int, path: Path, number: int, call: dict[str, Any]) -> Iterator[Delta]:
    for kind in ("function", "custom"):
        for field, text in (call.get(kind) or {}).items():
            if isinstance(text, str) and text:
                channel = (choice, "tool_calls", number, field)
                yield Delta(channel, (*path, kind, field), text, is_json=field in JSON_SOURCE)


def blocked_ending(
    last_event: dict[str, Any], open_choices: list[int]
) -> list[tuple[bytes, dict[str, Any] | None]]:
    """How a stream ends that a policy cut: each open choice with `finish_reason: content_filter`, then `[DONE]` (None)."""
    shell = {key: last_event[key] for key in ("id", "object", "created", "model") if key in last_event}
    choices: list[dict[str, Any]] = [
        {"index": index, "delta": {}, "logprobs": None, "finish_reason": "content_filter"}
        for index in open_choices
    ]
    return [(b"", {**shell, "choices": [choice]}) for choice in choices] + [(b"", None)]


def _without_logprobs(found: Found) -> Found:
    found.spans = [span for span in found.spans if "logprobs" not in span.path]
    return found
