import json
from collections.abc import Callable
from itertools import count
from typing import Any

import pytest

from watchgate.simulator.endpoint import Call
from watchgate.simulator.model_host.chat_completions import create_chat_completion
from watchgate.simulator.model_host.responses import create_response
from watchgate.simulator.model_host.responses_store import ResponseStore
from watchgate.simulator.model_host.scripts import Scripts
from watchgate.simulator.reply import JsonReply, Reply, StreamReply
from watchgate.simulator.seeded import Chance


@pytest.fixture
def make_call() -> Callable[..., Call]:
    """A request as an endpoint sees it; the numbers count up as they do on the wire."""
    numbers = count(1)

    def make(body: Any = None, *, query: dict[str, str] | None = None, **path_params: str) -> Call:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return Call("POST", "/v1/test", raw, path_params, query or {}, Chance(seed=0, number=next(numbers)))

    return make


@pytest.fixture
def scripts() -> Scripts:
    return Scripts()


@pytest.fixture
def store() -> ResponseStore:
    return ResponseStore()


@pytest.fixture
def chat(make_call: Callable[..., Call], scripts: Scripts) -> Callable[..., Reply]:
    """Ask /v1/chat/completions: a text, or all messages, and any other fields."""

    def ask(asked: Any = "hello", **fields: Any) -> Reply:
        messages = [{"role": "user", "content": asked}] if isinstance(asked, str) else asked
        return create_chat_completion(
            make_call({"model": "gpt-4o", "messages": messages, **fields}), scripts=scripts
        )

    return ask


@pytest.fixture
def respond(make_call: Callable[..., Call], scripts: Scripts, store: ResponseStore) -> Callable[..., Reply]:
    """Ask /v1/responses."""

    def ask(asked: Any = "hello", **fields: Any) -> Reply:
        call = make_call({"model": "gpt-4o", "input": asked, **fields})
        return create_response(call, scripts=scripts, store=store)

    return ask


@pytest.fixture
def body_of() -> Callable[[Reply], Any]:
    """The JSON of a whole answer, or the list of the events' JSON of a streamed one."""

    def body(reply: Reply) -> Any:
        match reply:
            case JsonReply():
                return reply.body
            case StreamReply():
                return [event.body for event in reply.events]

    return body
