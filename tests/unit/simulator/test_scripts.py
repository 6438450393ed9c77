from typing import Any

import pytest

from watchgate.kernel.errors import UserError
from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.scripts import Scripts


def test_the_first_rule_that_matches_answers(chat: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace(
        [
            {"match": {"model": "gpt-5"}, "reply": {"text": "wrong model"}},
            {"match": {"contains": "weather"}, "reply": {"text": "sunny"}},
            {"reply": {"text": "anything"}},
        ]
    )

    said = [body_of(chat(text))["choices"][0]["message"]["content"] for text in ("the weather?", "else")]

    assert said == ["sunny", "anything"]


def test_a_rule_may_look_at_a_tools_result(chat: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace(
        [
            {
                "match": {"contains": "weather"},
                "reply": {"tool_calls": [{"name": "look", "arguments": {"city": "Bern"}}]},
            },
            {"match": {"contains": "12 degrees"}, "reply": {"text": "It is 12 degrees."}},
        ]
    )
    asked = {"role": "user", "content": "the weather?"}

    first = body_of(chat([asked]))["choices"][0]
    answered = {
        "role": "tool",
        "tool_call_id": first["message"]["tool_calls"][0]["id"],
        "content": "12 degrees",
    }
    second = body_of(chat([asked, first["message"], answered]))["choices"][0]

    assert first["finish_reason"] == "tool_calls"
    assert first["message"]["content"] is None
    assert second["message"]["content"] == "It is 12 degrees."


def test_a_request_may_name_its_rule(chat: Any, respond: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace(
        [{"reply": {"text": "first"}}, {"name": "mine", "match": {"model": "no"}, "reply": {"text": "mine"}}]
    )

    whole = body_of(chat(metadata={"sim_script": "mine"}))
    response = body_of(respond(metadata={"sim_script": "mine"}))

    assert whole["choices"][0]["message"]["content"] == "mine"
    assert response["output"][0]["content"][0]["text"] == "mine"


def test_exact_chunks_are_streamed_as_they_are(chat: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace(
        [
            {
                "reply": {
                    "chunks": ["<EM", "AIL_", "1>"],
                    "tool_calls": [{"name": "f", "chunks": ['{"a', '": 1}']}],
                }
            }
        ]
    )

    deltas = [chunk["choices"][0]["delta"] for chunk in body_of(chat(stream=True))]

    assert [delta["content"] for delta in deltas if delta.get("content")] == ["<EM", "AIL_", "1>"]
    calls = [delta["tool_calls"][0]["function"]["arguments"] for delta in deltas if "tool_calls" in delta]
    assert calls == ["", '{"a', '": 1}']


def test_a_rule_with_times_is_used_up(chat: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace([{"times": 1, "reply": {"text": "once"}}])

    said = [body_of(chat("x"))["choices"][0]["message"]["content"] for _ in range(2)]

    assert said == ["once", "You said: x"]


def test_a_scripted_error_is_raised(chat: Any, scripts: Scripts) -> None:
    scripts.replace([{"reply": {"error": {"status": 418, "message": "teapot", "code": "short_and_stout"}}}])

    with pytest.raises(ApiError, match="teapot") as refusal:
        chat()

    assert refusal.value.status == 418


@pytest.mark.parametrize(
    "rules",
    [
        {"reply": {"text": "not a list"}},
        [{"reply": {}}],
        [{"reply": {"txt": "typo"}}],
        [{"reply": {"text": "a", "json": 1}}],
    ],
)
def test_a_script_that_is_not_understood_is_explained(rules: Any, scripts: Scripts) -> None:
    with pytest.raises(UserError, match="The script is not understood at"):
        scripts.replace(rules)
