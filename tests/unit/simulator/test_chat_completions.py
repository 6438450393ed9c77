import json
from typing import Any

import pytest

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.chat_completions import create_chat_completion
from watchgate.simulator.model_host.scripts import Scripts

CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS = [{"type": "function", "function": {"name": name, "parameters": CITY}} for name in ("weather", "time")]


def test_the_echo_repeats_the_users_last_text_even_from_parts(chat: Any, body_of: Any) -> None:
    messages = [
        {"role": "system", "content": "Be kind."},
        {
            "role": "user",
            "content": [{"type": "text", "text": "one"}, {"type": "image_url", "image_url": {"url": "x"}}],
        },
        {"role": "assistant", "content": "two"},
    ]

    answer = body_of(chat(messages))

    assert answer["choices"][0]["message"]["content"] == "You said: one\n"
    assert answer["choices"][0]["finish_reason"] == "stop"


def test_the_same_request_in_the_same_place_has_the_same_answer(
    chat: Any, body_of: Any, make_call: Any
) -> None:
    first = body_of(chat("x", stream=True))
    again = create_chat_completion(
        type(make_call())("POST", "/", _raw("x", stream=True), {}, {}, _chance(number=1)), scripts=Scripts()
    )

    assert body_of(again) == first


def test_another_seed_gives_another_id(body_of: Any, make_call: Any) -> None:
    kind = type(make_call())

    ids = {
        body_of(
            create_chat_completion(
                kind("POST", "/", _raw("x"), {}, {}, _chance(seed=seed)), scripts=Scripts()
            )
        )["id"]
        for seed in (1, 2)
    }

    assert len(ids) == 2


def test_a_stream_says_what_the_whole_answer_says(chat: Any, body_of: Any) -> None:
    whole = body_of(chat("Zoë wrote 😀", n=3))
    chunks = body_of(chat("Zoë wrote 😀", n=3, stream=True))

    streamed = ["", "", ""]
    for chunk in chunks:
        [choice] = chunk["choices"]
        streamed[choice["index"]] += choice["delta"].get("content") or ""
    assert streamed == [choice["message"]["content"] for choice in whole["choices"]]
    assert [chunk["choices"][0]["index"] for chunk in chunks[:6]] == [0, 1, 2, 0, 1, 2]


def test_usage_comes_last_and_is_null_before(chat: Any, body_of: Any) -> None:
    *before, last = body_of(chat(stream=True, stream_options={"include_usage": True}))

    assert all(chunk["usage"] is None for chunk in before)
    assert last["choices"] == []
    assert (
        last["usage"]["total_tokens"] == last["usage"]["prompt_tokens"] + last["usage"]["completion_tokens"]
    )


def test_padding_is_on_deltas_unless_declined(chat: Any, body_of: Any) -> None:
    padded = body_of(chat(stream=True))
    bare = body_of(chat(stream=True, stream_options={"include_obfuscation": False}))

    assert ["obfuscation" in chunk for chunk in padded] == [False, *[True] * (len(padded) - 2), False]
    assert not any("obfuscation" in chunk for chunk in bare)


def test_a_required_tool_is_called_with_arguments_from_its_schema(chat: Any, body_of: Any) -> None:
    [choice] = body_of(chat("Bern", tools=TOOLS, tool_choice="required"))["choices"]

    [call] = choice["message"]["tool_calls"]
    assert call["function"]["name"] == "weather"
    assert json.loads(call["function"]["arguments"]) == {"city": "Bern"}
    assert choice["finish_reason"] == "tool_calls"


def test_streamed_parallel_tool_calls_reassemble_by_index(chat: Any, body_of: Any) -> None:
    chunks = body_of(chat("Bern", tools=TOOLS, tool_choice="required", parallel_tool_calls=True, stream=True))

    calls: dict[int, dict[str, str]] = {}
    for chunk in chunks:
        for piece in chunk["choices"][0]["delta"].get("tool_calls", []):
            call = calls.setdefault(
                piece["index"], {"name": piece["function"].get("name", ""), "arguments": ""}
            )
            call["arguments"] += piece["function"]["arguments"]
    assert calls == {
        0: {"name": "weather", "arguments": '{"city": "Bern"}'},
        1: {"name": "time", "arguments": '{"city": "Bern"}'},
    }


@pytest.mark.parametrize(
    "choice",
    [
        {"type": "function", "function": {"name": "time"}},
        {"type": "allowed_tools", "allowed_tools": {"mode": "required", "tools": [{"type": "function", "function": {"name": "time"}}]}},
    ],
)  # fmt: skip
def test_a_named_tool_is_the_one_called(chat: Any, body_of: Any, choice: Any) -> None:
    [answer] = body_of(chat("x", tools=TOOLS, tool_choice=choice))["choices"]

    assert [call["function"]["name"] for call in answer["message"]["tool_calls"]] == ["time"]


def test_max_tokens_cuts_and_says_so(chat: Any, body_of: Any) -> None:
    [choice] = body_of(chat("hello world", max_tokens=4))["choices"]

    assert choice["message"]["content"] == "You said: hello"
    assert choice["finish_reason"] == "length"


def test_a_stop_sequence_cuts_before_itself(chat: Any, body_of: Any) -> None:
    [choice] = body_of(chat("hello world", stop=["world", "nowhere"]))["choices"]

    assert choice["message"]["content"] == "You said: hello "
    assert choice["finish_reason"] == "stop"


def test_structured_output_carries_the_users_text(chat: Any, body_of: Any) -> None:
    format_ = {"type": "json_schema", "json_schema": {"name": "a", "schema": CITY}}

    [choice] = body_of(chat("Bern", response_format=format_))["choices"]

    assert json.loads(choice["message"]["content"]) == {"city": "Bern"}


def test_the_filler_model_says_as_many_words_as_its_name(chat: Any, body_of: Any) -> None:
    [choice] = body_of(chat(model="sim-filler-25"))["choices"]

    assert len(choice["message"]["content"].split()) == 25


USER = {"role": "user", "content": "x"}


@pytest.mark.parametrize(
    ("body", "status", "param", "code"),
    [
        (b"{", 400, None, None),
        (b"[]", 400, None, None),
        (b"[" * 100_000, 400, None, None),
        (b'{"model": "\xff"}', 400, None, None),
        ({"messages": [USER]}, 400, "model", "missing_required_parameter"),
        ({"model": 4, "messages": [USER]}, 400, "model", "invalid_type"),
        ({"model": "gpt-4o"}, 400, "messages", "missing_required_parameter"),
        ({"model": "gpt-4o", "messages": "x"}, 400, "messages", "invalid_type"),
        ({"model": "gpt-4o", "messages": []}, 400, "messages", "empty_array"),
        ({"model": "gpt-4o", "messages": ["x"]}, 400, "messages[0]", "invalid_type"),
        ({"model": "gpt-4o", "messages": [{"content": "x"}]}, 400, "messages[0].role", "missing_required_parameter"),
        ({"model": "gpt-4o", "messages": [{"role": "king", "content": "x"}]}, 400, "messages[0].role", "invalid_value"),
        ({"model": "gpt-4o", "messages": [{"role": "user"}]}, 400, "messages[0].content", "invalid_type"),
        ({"model": "gpt-4o", "messages": [{"role": "user", "content": 3}]}, 400, "messages[0].content", "invalid_type"),
        ({"model": "gpt-4o", "messages": [{"role": "tool", "tool_call_id": "a", "content": "x"}]}, 400, "messages[0].role", None),
        ({"model": "gpt-4o", "messages": [USER], "n": 0}, 400, "n", "integer_below_min_value"),
        ({"model": "gpt-4o", "messages": [USER], "temperature": 3}, 400, "temperature", "decimal_above_max_value"),
        ({"model": "gpt-4o", "messages": [USER], "temperature": float("nan")}, 400, "temperature", "decimal_above_max_value"),
        ({"model": "gpt-4o", "messages": [USER], "stream": "yes"}, 400, "stream", "invalid_type"),
        ({"model": "gpt-4o", "messages": [USER], "stream_options": {}}, 400, "stream_options", None),
        ({"model": "gpt-4o", "messages": [USER], "top_logprobs": 2}, 400, "top_logprobs", None),
        ({"model": "gpt-4o", "messages": [USER], "tool_choice": "required"}, 400, "tool_choice", "invalid_value"),
        ({"model": "gpt-4o", "messages": [USER], "response_format": {"type": "xml"}}, 400, "response_format.type", "invalid_value"),
        ({"model": "gpt-0", "messages": [USER]}, 404, None, "model_not_found"),
        ({"model": "text-embedding-3-small", "messages": [USER]}, 404, "model", None),
        ({"model": "gpt-4o", "messages": [{"role": "user", "content": "x" * 600_000}]}, 400, "messages", "context_length_exceeded"),
    ],
)  # fmt: skip
def test_what_openai_would_refuse_is_refused(
    make_call: Any, body: Any, status: int, param: str | None, code: str | None
) -> None:
    with pytest.raises(ApiError) as refusal:
        create_chat_completion(make_call(body), scripts=Scripts())

    assert (refusal.value.status, refusal.value.body["param"], refusal.value.body["code"]) == (
        status,
        param,
        code,
    )


def _raw(text: str, **fields: Any) -> bytes:
    return json.dumps({"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **fields}).encode()


def _chance(*, seed: int = 0, number: int = 1) -> Any:
    from watchgate.simulator.seeded import Chance

    return Chance(seed=seed, number=number)
