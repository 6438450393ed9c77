"""Whatever a client sends, the simulator answers as an API does: with a reply or an error of OpenAI's shape."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.endpoint import Call
from watchgate.simulator.framing import frame_stream
from watchgate.simulator.model_host.chat_completions import create_chat_completion
from watchgate.simulator.model_host.embeddings import create_embedding
from watchgate.simulator.model_host.responses import create_response
from watchgate.simulator.model_host.responses_store import ResponseStore
from watchgate.simulator.model_host.scripts import Scripts
from watchgate.simulator.reply import JsonReply, Reply, StreamReply, pretty
from watchgate.simulator.seeded import Chance

FIELDS = [
    "stream", "stream_options", "n", "tools", "tool_choice", "parallel_tool_calls", "response_format", "stop", "metadata",
    "max_tokens", "logprobs", "top_logprobs", "temperature", "text", "include", "reasoning", "instructions", "background",
    "store", "prompt", "dimensions", "encoding_format", "previous_response_id",
]  # fmt: skip
WORDS = st.sampled_from(
    ["function", "required", "json_schema", "user", "text", "name", "sim-echo", "x", "\ud800", ""]
)
NAMES = st.sampled_from(
    ["type", "name", "role", "content", "function", "json_schema", "schema", "parameters", "format"]
)
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 300) | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=8,
)
MESSAGES = st.just([{"role": "user", "content": "hello"}]) | ANY_JSON
BODIES = st.builds(
    lambda asked, extra: {"model": "sim-echo", "messages": asked, "input": asked, **extra},
    MESSAGES,
    st.dictionaries(st.sampled_from(FIELDS), ANY_JSON, max_size=4),
)


@given(BODIES)
@example({"model": "sim-echo", "input": "x", "text": {"format": None}})
def test_any_json_has_an_answer_or_an_error(body: Any) -> None:
    for reply in replies_to(json.dumps(body).encode()):
        assert is_json(reply)


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer_or_an_error(raw: bytes) -> None:
    for reply in replies_to(raw):
        assert is_json(reply)


@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_deep_nesting_is_refused_or_answered(depth: int) -> None:
    raw = b'{"model": "sim-echo", "messages": ' + b"[" * depth + b"]" * depth + b"}"

    assert all(isinstance(reply, JsonReply) and reply.status == 400 for reply in replies_to(raw))


def replies_to(raw: bytes) -> list[Reply]:
    call = Call("POST", "/", raw, {}, {}, Chance(seed=0, number=1))
    store = ResponseStore()
    endpoints = (
        lambda: create_chat_completion(call, scripts=Scripts()),
        lambda: create_response(call, scripts=Scripts(), store=store),
        lambda: create_embedding(call),
    )
    replies: list[Reply] = []
    for endpoint in endpoints:
        try:
            replies.append(endpoint())
        except ApiError as error:
            replies.append(error.reply())
    return replies


def is_json(reply: Reply) -> bool:
    match reply:
        case JsonReply():
            return isinstance(json.loads(pretty(reply.body)), dict)
        case StreamReply():
            data = [write.split(b"data: ")[1] for write in frame_stream(reply, {}).writes]
            return all(isinstance(json.loads(each), dict) for each in data if not each.startswith(b"[DONE]"))
