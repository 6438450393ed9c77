from typing import Any

import pytest

from watchgate.simulator.api_error import ApiError
from watchgate.simulator.model_host.responses import (
    cancel_response,
    delete_response,
    list_input_items,
    retrieve_response,
)
from watchgate.simulator.model_host.responses_store import ResponseStore
from watchgate.simulator.model_host.scripts import Scripts

TEXT = "You said: hello"


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """The types of the events in order, repeated deltas once."""
    seen: list[str] = []
    for event in events:
        kind = event["type"].removeprefix("response.")
        if not seen or seen[-1] != kind:
            seen.append(kind)
    return seen


def test_a_plain_answer_streams_in_the_documented_order(respond: Any, body_of: Any) -> None:
    events = body_of(respond(stream=True))

    assert kinds(events) == [
        "created",
        "in_progress",
        "output_item.added",
        "content_part.added",
        "output_text.delta",
        "output_text.done",
        "content_part.done",
        "output_item.done",
        "completed",
    ]
    assert [event["sequence_number"] for event in events] == list(range(len(events)))


def test_all_five_copies_of_the_text_agree(respond: Any, body_of: Any) -> None:
    events = body_of(respond(stream=True))
    by_kind = {event["type"].removeprefix("response."): event for event in events}

    copies = [
        "".join(event["delta"] for event in events if event["type"].endswith("output_text.delta")),
        by_kind["output_text.done"]["text"],
        by_kind["content_part.done"]["part"]["text"],
        by_kind["output_item.done"]["item"]["content"][0]["text"],
        by_kind["completed"]["response"]["output"][0]["content"][0]["text"],
    ]

    assert copies == [TEXT] * 5


def test_a_function_call_streams_its_arguments(respond: Any, body_of: Any) -> None:
    tool = {
        "type": "function",
        "name": "look",
        "parameters": {"type": "object", "properties": {"q": {"type": "string"}}},
    }

    events = body_of(respond("Bern", tools=[tool], tool_choice="required", stream=True))

    assert kinds(events)[2:-1] == [
        "output_item.added",
        "function_call_arguments.delta",
        "function_call_arguments.done",
        "output_item.done",
    ]
    deltas = "".join(event["delta"] for event in events if event["type"].endswith("arguments.delta"))
    assert deltas == events[-1]["response"]["output"][0]["arguments"] == '{"q": "Bern"}'


def test_reasoning_comes_before_the_text_and_a_call_after_it(
    respond: Any, body_of: Any, scripts: Scripts
) -> None:
    scripts.replace([{"reply": {"reasoning": "Why?", "text": "So.", "tool_calls": [{"name": "f"}]}}])

    events = body_of(respond(stream=True))

    output = events[-1]["response"]["output"]
    assert [item["type"] for item in output] == ["reasoning", "message", "function_call"]
    assert [event["output_index"] for event in events if event["type"].endswith("item.added")] == [0, 1, 2]
    assert output[0]["summary"] == [{"type": "summary_text", "text": "Why?"}]


def test_a_refusal_streams_as_a_refusal(respond: Any, body_of: Any, scripts: Scripts) -> None:
    scripts.replace([{"reply": {"refusal": "No."}}])

    events = body_of(respond(stream=True))

    assert kinds(events)[4:6] == ["refusal.delta", "refusal.done"]
    assert events[-1]["response"]["output"][0]["content"] == [{"type": "refusal", "refusal": "No."}]


@pytest.mark.parametrize(
    ("fields", "reply", "end", "reason"),
    [
        ({"max_output_tokens": 16}, {"text": "word " * 30}, "incomplete", {"reason": "max_output_tokens"}),
        ({}, {"text": "a", "finish_reason": "content_filter"}, "incomplete", {"reason": "content_filter"}),
        ({}, {"text": "a", "finish_reason": "failed"}, "failed", None),
    ],
)
def test_an_answer_may_end_badly(
    respond: Any, body_of: Any, scripts: Scripts, fields: Any, reply: Any, end: str, reason: Any
) -> None:
    scripts.replace([{"reply": reply}])

    last = body_of(respond(stream=True, **fields))[-1]

    assert last["type"] == f"response.{end}"
    assert last["response"]["status"] == end
    assert last["response"]["incomplete_details"] == reason
    assert (last["response"]["error"] is not None) == (end == "failed")


def test_a_background_response_moves_with_each_look(
    respond: Any, body_of: Any, make_call: Any, store: ResponseStore
) -> None:
    created = body_of(respond(background=True))
    looks = [body_of(retrieve_response(make_call(response_id=created["id"]), store=store)) for _ in range(3)]

    assert [each["status"] for each in (created, *looks)] == [
        "queued",
        "in_progress",
        "completed",
        "completed",
    ]
    assert looks[-1]["output"][0]["content"][0]["text"] == TEXT


def test_a_background_stream_says_that_it_was_queued(respond: Any, body_of: Any) -> None:
    events = body_of(respond(background=True, stream=True))

    assert kinds(events)[:3] == ["created", "queued", "in_progress"]


def test_a_stream_resumes_after_any_event_with_the_same_numbers(
    respond: Any, body_of: Any, make_call: Any, store: ResponseStore
) -> None:
    events = body_of(respond(background=True, stream=True))
    response_id = events[0]["response"]["id"]
    query = {"stream": "true", "starting_after": "4"}

    resumed = body_of(retrieve_response(make_call(response_id=response_id, query=query), store=store))

    assert resumed == events[5:]


def test_only_a_background_response_that_runs_can_be_cancelled(
    respond: Any, body_of: Any, make_call: Any, store: ResponseStore
) -> None:
    running = body_of(respond(background=True))["id"]
    plain = body_of(respond())["id"]

    cancelled = body_of(cancel_response(make_call(response_id=running), store=store))
    with pytest.raises(ApiError, match="synchronous"):
        cancel_response(make_call(response_id=plain), store=store)

    assert cancelled["status"] == "cancelled"
    assert cancelled["output"] == []
    assert body_of(retrieve_response(make_call(response_id=running), store=store))["status"] == "cancelled"


def test_the_next_response_knows_the_one_before(respond: Any, body_of: Any) -> None:
    first = body_of(respond("my name is Ada"))

    output = {"type": "function_call_output", "call_id": "c", "output": "done"}
    second = body_of(respond([output], previous_response_id=first["id"]))

    assert second["output"][0]["content"][0]["text"] == "You said: my name is Ada"
    assert second["usage"]["input_tokens"] > first["usage"]["total_tokens"]


def test_the_input_is_listed_newest_first_in_pages(
    respond: Any, body_of: Any, make_call: Any, store: ResponseStore
) -> None:
    messages = [{"role": "user", "content": text} for text in ("a", "b", "c")]
    response_id = body_of(respond(messages))["id"]

    def page(**query: str) -> Any:
        return body_of(list_input_items(make_call(response_id=response_id, query=query), store=store))

    first = page(limit="2")
    second = page(limit="2", after=first["last_id"])
    assert [item["content"][0]["text"] for item in first["data"] + second["data"]] == ["c", "b", "a"]
    assert [first["has_more"], second["has_more"]] == [True, False]
    assert page(order="asc")["data"][0]["content"] == [{"type": "input_text", "text": "a"}]


def test_a_response_that_is_deleted_or_not_stored_is_gone(
    respond: Any, body_of: Any, make_call: Any, store: ResponseStore
) -> None:
    deleted, unstored = body_of(respond())["id"], body_of(respond(store=False))["id"]

    receipt = body_of(delete_response(make_call(response_id=deleted), store=store))

    assert receipt == {"id": deleted, "object": "response", "deleted": True}
    for response_id in (deleted, unstored):
        with pytest.raises(ApiError) as refusal:
            retrieve_response(make_call(response_id=response_id), store=store)
        assert refusal.value.status == 404


@pytest.mark.parametrize(
    ("fields", "status", "param"),
    [
        ({"input": None}, 400, "input"),
        ({"input": 5}, 400, "input"),
        ({"input": [{"role": "king", "content": "x"}]}, 400, "input[0].role"),
        ({"input": [{"role": "user"}]}, 400, "input[0].content"),
        ({"previous_response_id": "resp_0"}, 400, "previous_response_id"),
        ({"conversation": "conv_0"}, 404, "conversation"),
        ({"max_output_tokens": 3}, 400, "max_output_tokens"),
        ({"background": True, "store": False}, 400, "background"),
        ({"text": {"format": {"type": "json_schema", "name": "a"}}}, 400, "text.format.schema"),
        ({"tools": [{"type": "function"}]}, 400, "tools[0].name"),
    ],
)
def test_what_openai_would_refuse_is_refused(respond: Any, fields: Any, status: int, param: str) -> None:
    with pytest.raises(ApiError) as refusal:
        respond(**{"asked": fields.pop("input", "x"), **fields})

    assert (refusal.value.status, refusal.value.body["param"]) == (status, param)
