"""Does the simulator answer as OpenAI says it does? Each answer and event, as sent, against two independent descriptions:
the types of the installed `openai` SDK (always), and OpenAI's own OpenAPI document (where the shared folder is at hand).
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from openai.types import CreateEmbeddingResponse, Model
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.responses import Response, ResponseItem, ResponseStreamEvent
from pydantic import BaseModel, TypeAdapter
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from watchgate.testing.simulator import RunningSimulator

WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
PERSON = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": ["integer", "null"]}},
    "required": ["name", "age"],
    "additionalProperties": False,
}
CHAT_TOOLS = [
    {"type": "function", "function": {"name": "weather", "parameters": WEATHER, "strict": True}},
    {"type": "function", "function": {"name": "time", "parameters": WEATHER}},
]
TOOLS = [
    {"type": "function", "name": "weather", "parameters": WEATHER, "strict": True},
    {"type": "custom", "name": "shell"},
]
SCRIPT = [
    {"match": {"contains": "refuse"}, "reply": {"refusal": "I cannot help with that."}},
    {"match": {"contains": "think"}, "reply": {"reasoning": "First, second.", "text": "Third."}},
    {"match": {"contains": "filter"}, "reply": {"text": "Half of", "finish_reason": "content_filter"}},
    {
        "match": {"contains": "fail", "endpoint": "responses"},
        "reply": {"text": "Half of", "finish_reason": "failed"},
    },
    {
        "match": {"contains": "both"},
        "reply": {"text": "Let me look.", "tool_calls": [{"name": "weather", "arguments": {"city": "Bern"}}]},
    },
]


@dataclass(frozen=True)
class Case:
    """A request, and what its answer should be: the SDK's type and the document's schema."""

    name: str
    path: str
    sdk: Any
    schema: str
    body: dict[str, Any] | None = None
    method: str = "POST"
    statuses: tuple[int, ...] = (200,)
    headers: dict[str, str] = field(default_factory=dict)


def chat(name: str, text: str = "hello", **fields: Any) -> Iterator[Case]:
    """The request twice: whole and streamed."""
    body = {"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **fields}
    yield Case(f"chat {name}", "/chat/completions", ChatCompletion, "CreateChatCompletionResponse", body)
    streamed = {**body, "stream": True}
    yield Case(
        f"chat {name}, streamed",
        "/chat/completions",
        ChatCompletionChunk,
        "CreateChatCompletionStreamResponse",
        streamed,
    )


def respond(name: str, asked: str = "hello", **fields: Any) -> Iterator[Case]:
    body = {"model": "gpt-4o", "input": asked, **fields}
    yield Case(f"responses {name}", "/responses", Response, "Response", body)
    streamed = {**body, "stream": True}
    yield Case(
        f"responses {name}, streamed", "/responses", ResponseStreamEvent, "ResponseStreamEvent", streamed
    )


def json_schema(schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": "answer", "schema": schema, "strict": True}


CASES = [
    *chat("echo"),
    *chat("n=3 with logprobs", n=3, logprobs=True, top_logprobs=2),
    *chat("cut by max_tokens", max_completion_tokens=2),
    *chat("stopped", stop=[" said"]),
    *chat("obliged to call a tool", tools=CHAT_TOOLS, tool_choice="required"),
    *chat("parallel tool calls", tools=CHAT_TOOLS, tool_choice="required", parallel_tool_calls=True),
    *chat("structured", response_format={"type": "json_schema", "json_schema": json_schema(PERSON)}),
    *chat("json object", response_format={"type": "json_object"}),
    *chat("refusal", "refuse"),
    *chat("text and tool call", "both"),
    *chat("filtered", "filter"),
    Case(
        "chat usage chunk",
        "/chat/completions",
        ChatCompletionChunk,
        "CreateChatCompletionStreamResponse",
        {
            "model": "sim-filler",
            "messages": [{"role": "user", "content": "go"}],
            "stream": True,
            "stream_options": {"include_usage": True, "include_obfuscation": False},
        },
    ),
    *respond("echo"),
    *respond("logprobs", include=["message.output_text.logprobs"], top_logprobs=2),
    *respond("cut by max_output_tokens", "long " * 40, max_output_tokens=16),
    *respond("function call", tools=TOOLS, tool_choice={"type": "function", "name": "weather"}),
    *respond("custom tool call", tools=TOOLS, tool_choice={"type": "custom", "name": "shell"}),
    *respond("structured", text={"format": {"type": "json_schema", **json_schema(PERSON)}}),
    *respond("refusal", "refuse"),
    *respond("reasoning", "think"),
    *respond("filtered", "filter"),
    *respond("failed", "fail"),
    *respond("text and tool call", "both"),
    *respond("background", background=True),
    *respond("settings", instructions="Be brief.", metadata={"team": "a"}, temperature=0.2, user="u"),
    Case("models", "/models", None, "ListModelsResponse", method="GET"),
    Case("model", "/models/gpt-4o", Model, "Model", method="GET"),
    Case("embeddings", "/embeddings", CreateEmbeddingResponse, "CreateEmbeddingResponse",
         {"model": "text-embedding-3-small", "input": ["a", "b"], "dimensions": 4}),
    Case("no model", "/chat/completions", None, "ErrorResponse", {"messages": []}, statuses=(400,)),
    Case("unknown model", "/responses", None, "ErrorResponse", {"model": "gpt-0", "input": "x"}, statuses=(404,)),
    Case("unknown path", "/nowhere", None, "ErrorResponse", {}, statuses=(404,)),
    Case("unknown response", "/responses/resp_0", None, "ErrorResponse", method="GET", statuses=(404,)),
    *(
        Case(f"fault {fault}", "/models", None, "ErrorResponse", method="GET", headers={"x-sim-fault": fault},
             statuses=(401, 429, 500, 503))
        for fault in ("http-401", "http-429-retry-after", "http-429-quota", "http-500", "http-503")
    ),
    Case("chat error in mid-stream", "/chat/completions", None, "ErrorOrChunk",
         {"model": "gpt-4o", "messages": [{"role": "user", "content": "x"}], "stream": True},
         headers={"x-sim-fault": "mid-stream-error"}),
    Case("responses error in mid-stream", "/responses", ResponseStreamEvent, "ResponseStreamEvent",
         {"model": "gpt-4o", "input": "x", "stream": True}, headers={"x-sim-fault": "mid-stream-error"}),
]  # fmt: skip
EXTRA_FIELDS = {"obfuscation", "store", "status", "name"}
"""Sent by OpenAI but not in all of the SDK's types: `status` is missing in that of a custom tool's call, `name` in that of
`response.function_call_arguments.done`, where OpenAI's own document requires it."""


@pytest.fixture(scope="module")
def simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        running.script(*SCRIPT)
        yield running


@pytest.mark.parametrize("case", [case for case in CASES if case.sdk], ids=lambda case: case.name)
def test_an_answer_fits_the_types_of_the_sdk(case: Case, simulator: RunningSimulator) -> None:
    adapter = TypeAdapter(case.sdk)

    for sent in answers_to(case, simulator):
        parsed = adapter.validate_python(sent)

        assert unknown_fields(parsed) <= EXTRA_FIELDS


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_an_answer_fits_the_openapi_document(
    case: Case, simulator: RunningSimulator, document: "Document"
) -> None:
    for sent in answers_to(case, simulator):
        assert document.complaints(case.schema, sent) == []


def test_a_stored_response_is_retrieved_cancelled_and_listed_in_shape(
    simulator: RunningSimulator, document: "Document"
) -> None:
    body = {
        "model": "gpt-4o",
        "input": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}],
    }
    [created] = answers_to(
        Case("", "/responses", Response, "Response", {**body, "background": True}), simulator
    )
    path = f"/responses/{created['id']}"

    [retrieved] = answers_to(Case("", path, Response, "", method="GET"), simulator)
    [items] = answers_to(Case("", f"{path}/input_items", None, "", method="GET"), simulator)
    [cancelled] = answers_to(Case("", f"{path}/cancel", Response, "", {}), simulator)

    for sent in (created, retrieved, cancelled):
        assert document.complaints("Response", sent) == []
    assert document.complaints("ResponseItemList", items) == []
    assert [created["status"], retrieved["status"], cancelled["status"]] == [
        "queued",
        "in_progress",
        "cancelled",
    ]
    for item in items["data"]:
        TypeAdapter(ResponseItem).validate_python(item)


def answers_to(case: Case, simulator: RunningSimulator) -> list[Any]:
    """The JSON documents of the answer, from the bytes on the wire: one, or one for each event of a stream."""
    url = urlsplit(simulator.base_url)
    connection = HTTPConnection(url.hostname or "", url.port, timeout=10)
    headers = {"authorization": f"Bearer {simulator.api_key}", **case.headers}
    payload = None if case.body is None else json.dumps(case.body)
    connection.request(case.method, url.path + case.path, payload, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    assert answer.status in case.statuses, text
    if answer.getheader("content-type") == "application/json":
        return [json.loads(text)]
    lines = [line.removeprefix("data: ") for line in text.split("\n") if line.startswith("data: ")]
    return [json.loads(line) for line in lines if line != "[DONE]"]


def unknown_fields(parsed: Any) -> set[str]:
    """The names of fields that the SDK's types do not know, at any depth."""
    if isinstance(parsed, list):
        return set().union(*(unknown_fields(each) for each in parsed))
    if isinstance(parsed, BaseModel):
        known = (getattr(parsed, name) for name in type(parsed).model_fields)
        return set(parsed.model_extra or ()).union(*(unknown_fields(each) for each in known))
    return set()


class Document:
    """OpenAI's OpenAPI document, its schemas made usable for JSON Schema 2020-12 and relaxed as contracts §5.7 says."""

    def __init__(self, document: dict[str, Any]) -> None:
        schemas = document["components"]["schemas"]
        modernise(schemas)
        # The three nulls of the wire that the document does not know (§5.5, §5.7).
        allow_null(schemas["CreateChatCompletionStreamResponse"], "usage")
        allow_null(schemas["ModelResponseProperties"], "user")
        allow_null(schemas["Response"]["allOf"][2], "usage")
        references = ("ErrorResponse", "CreateChatCompletionStreamResponse")
        schemas["ErrorOrChunk"] = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in references]}
        resource = Resource.from_contents(document, default_specification=DRAFT202012)
        self._registry: Any = Registry().with_resource("urn:openai", resource)

    def complaints(self, schema: str, sent: Any) -> list[str]:
        validator = Draft202012Validator(
            {"$ref": f"urn:openai#/components/schemas/{schema}"}, registry=self._registry
        )
        worst = (best_match([error]) for error in validator.iter_errors(sent))
        return [f"{error.json_path}: {error.message[:300]}" for error in worst if error]


def allow_null(schema: dict[str, Any], name: str) -> None:
    schema["properties"][name] = {"anyOf": [schema["properties"][name], {"type": "null"}]}


def modernise(schema: Any) -> None:
    """Turn the 3.0-style `nullable: true` of 15 schemas into its 2020-12 form, in place."""
    if isinstance(schema, list):
        for each in schema:
            modernise(each)
    elif isinstance(schema, dict):
        for each in schema.values():
            modernise(each)
        if schema.pop("nullable", None) is True:
            schema["anyOf"] = [dict(schema), {"type": "null"}]
            for name in [name for name in schema if name != "anyOf"]:
                del schema[name]


@pytest.fixture(scope="session")
def document() -> Document:
    beside = Path(__file__).resolve().parents[4] / "shared"
    shared = Path(os.environ.get("WATCHGATE_SHARED") or beside)
    found = shared / "contracts" / "openai-platform-2.3.0.yaml"
    if not found.exists():
        pytest.skip(
            f"OpenAI's OpenAPI document is not at {found}: point WATCHGATE_SHARED at the shared folder"
        )
    import yaml

    return Document(yaml.load(found.read_text(), Loader=yaml.CSafeLoader))
