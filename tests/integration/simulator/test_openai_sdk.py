"""The `openai` SDK, as it is, straight against the simulator."""

import json
from typing import Any

import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from watchgate.testing.simulator import RunningSimulator

ASKED: Any = [{"role": "user", "content": "Zoë lives in Bern 😀"}]
SAID = "You said: Zoë lives in Bern 😀"
CITY = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CHAT_TOOL: Any = {"type": "function", "function": {"name": "weather", "parameters": CITY, "strict": True}}
TOOL: Any = {"type": "function", "name": "weather", "parameters": CITY, "strict": True}


class Person(BaseModel):
    name: str
    nicknames: list[str]
    age: int | None


def test_chat(client: OpenAI) -> None:
    completion = client.chat.completions.create(model="gpt-4o", messages=ASKED)

    assert completion.choices[0].message.content == SAID
    assert completion._request_id is not None
    assert completion._request_id.startswith("req_")


async def test_chat_async_and_streamed(async_client: AsyncOpenAI) -> None:
    async with async_client:
        stream = await async_client.chat.completions.create(model="gpt-4o", messages=ASKED, stream=True)
        pieces = [chunk.choices[0].delta.content or "" async for chunk in stream]

    assert "".join(pieces) == SAID
    assert len(pieces) > 5


def test_chat_stream_helper_accumulates_tool_calls(client: OpenAI) -> None:
    with client.chat.completions.stream(
        model="gpt-4o", messages=ASKED, tools=[CHAT_TOOL], tool_choice="required"
    ) as stream:
        completion = stream.get_final_completion()

    [call] = completion.choices[0].message.tool_calls or []
    assert json.loads(call.function.arguments) == {"city": ASKED[0]["content"]}
    assert completion.choices[0].finish_reason == "tool_calls"


def test_chat_parse(client: OpenAI) -> None:
    completion = client.chat.completions.parse(model="gpt-4o", messages=ASKED, response_format=Person)

    assert completion.choices[0].message.parsed == Person(
        name=ASKED[0]["content"], nicknames=[ASKED[0]["content"]], age=0
    )


def test_chat_parse_meets_a_refusal(client: OpenAI, simulator: RunningSimulator) -> None:
    simulator.script({"reply": {"refusal": "No."}})

    message = (
        client.chat.completions.parse(model="gpt-4o", messages=ASKED, response_format=Person)
        .choices[0]
        .message
    )

    assert message.parsed is None
    assert message.refusal == "No."


def test_responses(client: OpenAI) -> None:
    first = client.responses.create(model="gpt-4o", input="hello")
    second = client.responses.create(model="gpt-4o", input="again", previous_response_id=first.id)

    assert first.output_text == "You said: hello"
    assert second.previous_response_id == first.id
    assert client.responses.retrieve(first.id).output_text == first.output_text


def test_responses_parse(client: OpenAI) -> None:
    response = client.responses.parse(model="gpt-4o", input="Zoë", text_format=Person)

    assert response.output_parsed == Person(name="Zoë", nicknames=["Zoë"], age=0)


def test_responses_stream_helper_accumulates(client: OpenAI) -> None:
    with client.responses.stream(model="gpt-4o", input="hello", tools=[TOOL]) as stream:
        kinds = [event.type for event in stream]
        response = stream.get_final_response()

    assert kinds[0] == "response.created"
    assert kinds[-1] == "response.completed"
    assert response.output_text == "You said: hello"


async def test_responses_async_stream_of_a_function_call(async_client: AsyncOpenAI) -> None:
    async with async_client:
        stream = await async_client.responses.create(
            model="gpt-4o", input="Bern", tools=[TOOL], tool_choice="required", stream=True
        )
        events = [event async for event in stream]

    arguments = "".join(
        event.delta for event in events if event.type == "response.function_call_arguments.delta"
    )
    assert json.loads(arguments) == {"city": "Bern"}


def test_a_background_response_is_polled_to_its_end(client: OpenAI) -> None:
    response = client.responses.create(model="gpt-4o", input="hello", background=True)

    states = [response.status]
    while response.status in ("queued", "in_progress"):
        response = client.responses.retrieve(response.id)
        states.append(response.status)

    assert states == ["queued", "in_progress", "completed"]
    assert response.output_text == "You said: hello"


def test_a_background_stream_is_resumed_where_it_was_left(client: OpenAI) -> None:
    with client.responses.create(model="gpt-4o", input="hello", background=True, stream=True) as stream:
        first = [event for _, event in zip(range(6), stream, strict=False)]
    response_id = first[0].response.id  # type: ignore[union-attr]

    with client.responses.retrieve(
        response_id, stream=True, starting_after=first[-1].sequence_number
    ) as resumed:
        rest = list(resumed)

    numbers = [event.sequence_number for event in [*first, *rest]]
    assert numbers == list(range(len(numbers)))
    assert rest[-1].type == "response.completed"


def test_a_background_response_is_cancelled(client: OpenAI) -> None:
    response = client.responses.create(model="gpt-4o", input="hello", background=True)

    assert client.responses.cancel(response.id).status == "cancelled"


def test_input_items_are_listed_and_a_response_is_deleted(client: OpenAI) -> None:
    response = client.responses.create(model="gpt-4o", input="hello")

    items = list(client.responses.input_items.list(response.id))
    client.responses.delete(response.id)

    assert [item.content[0].text for item in items] == ["hello"]  # type: ignore[union-attr]
    with pytest.raises(openai.NotFoundError):
        client.responses.retrieve(response.id)


def test_embeddings_in_both_encodings(client: OpenAI) -> None:
    packed = client.embeddings.create(model="text-embedding-3-small", input="hello", dimensions=16)
    plain = client.embeddings.create(
        model="text-embedding-3-small", input="hello", dimensions=16, encoding_format="float"
    )

    assert packed.data[0].embedding == pytest.approx(plain.data[0].embedding)
    assert len(packed.data[0].embedding) == 16


def test_models(client: OpenAI) -> None:
    assert "gpt-4o" in [model.id for model in client.models.list()]
    assert client.models.retrieve("gpt-4o-2024-08-06").owned_by == "openai"


@pytest.mark.parametrize(
    ("model", "error", "code"),
    [("gpt-0", openai.NotFoundError, "model_not_found"), ("", openai.NotFoundError, "model_not_found")],
)
def test_errors_arrive_as_the_sdks_own(
    client: OpenAI, model: str, error: type[openai.APIStatusError], code: str
) -> None:
    with pytest.raises(error) as refusal:
        client.chat.completions.create(model=model, messages=ASKED)

    assert refusal.value.code == code


def test_a_wrong_key_is_refused_and_a_made_up_simulator_key_is_not(simulator: RunningSimulator) -> None:
    stranger = OpenAI(base_url=simulator.base_url, api_key="sk-proj-elsewhere", max_retries=0)
    friend = OpenAI(base_url=simulator.base_url, api_key="sk-sim-whatever", max_retries=0)

    with stranger, pytest.raises(openai.AuthenticationError) as refusal:
        stranger.models.list()
    with friend:
        assert friend.models.list().data

    assert refusal.value.code == "invalid_api_key"
