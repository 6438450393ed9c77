"""A gate for unit tests of the exchange: a pack from a few lines, the real engine, no targets, no I/O."""

import json
from functools import cache

import yaml

from watchgate.detection.engine import default_engine
from watchgate.gateway.exchange import Exchange, Forward
from watchgate.gateway.gate import Asked, Gate
from watchgate.gateway.targets import Targets
from watchgate.policy.load import Source, load_pack

PATHS = {
    "chat.completions": "/v1/chat/completions",
    "responses": "/v1/responses",
    "embeddings": "/v1/embeddings",
}
JSON_HEADERS = [(b"content-type", b"application/json")]


@cache
def _gate(policies: str, fail_mode: str, extra: str) -> Gate:
    chosen = json.loads(policies)
    pack = {
        "pack": {"name": "unit", "version": "1.0.0"},
        "providers": {"targets": [{"id": "t", "provider": "openai:chat:gpt-4o"}]},
        "policies": {
            "chain": list(chosen),
            "policy": {name: config for name, config in chosen.items() if config},
        },
        **json.loads(extra),
    }
    loaded = load_pack([Source("unit.yaml", yaml.safe_dump(pack, sort_keys=False))])
    return Gate(
        pack=loaded.pack,
        digest="0" * 64,
        chain=loaded.chain,
        targets=Targets([]),
        engine=default_engine(),
        fail_mode=fail_mode,
        hash_key=b"k" * 32,
        seal=lambda plaintext: {"sealed": plaintext.hex()},
    )


def make_gate(policies, *, fail_mode="block", **extra):
    return _gate(json.dumps(policies), fail_mode, json.dumps(extra))


def make_exchange(policies, body, *, endpoint="chat.completions", headers=(), fail_mode="block", **extra):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    gate = make_gate(policies, fail_mode=fail_mode, **extra)
    return Exchange(gate, Asked("POST", PATHS[endpoint], b"", list(headers), dict(headers), raw, "127.0.0.1"))


def asked(policies, body, **options):
    """(exchange, what ask() gave)"""
    exchange = make_exchange(policies, body, **options)
    return exchange, exchange.ask()


def forwarded(outcome):
    assert isinstance(outcome, Forward), outcome
    return json.loads(outcome.body)


def chat(text, **more):
    return {"model": "gpt-4o", "messages": [{"role": "user", "content": text}], **more}


def chat_chunks(pieces, *, choice=0, key="content", finish="stop"):
    """The events of a chat stream whose choice says *pieces*."""

    def chunk(delta, finish_reason=None):
        choices = [{"index": choice, "delta": delta, "logprobs": None, "finish_reason": finish_reason}]
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "gpt-4o",
            "choices": choices,
        }

    return [
        chunk({"role": "assistant", "content": ""}),
        *(chunk({key: piece}) for piece in pieces),
        chunk({}, finish),
    ]


def tool_chunks(pieces):
    """The events of a chat stream that calls a tool with arguments *pieces*."""

    def chunk(delta, finish_reason=None):
        choices = [{"index": 0, "delta": delta, "finish_reason": finish_reason}]
        return {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "gpt-4o",
            "choices": choices,
        }

    first = {"index": 0, "id": "call_1", "type": "function", "function": {"name": "send", "arguments": ""}}
    more = [{"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} for piece in pieces]
    return [chunk({"role": "assistant", "tool_calls": [first]}), *map(chunk, more), chunk({}, "tool_calls")]


def sse(events, *, done=True):
    body = b"".join(b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n" for event in events)
    return body + b"data: [DONE]\n\n" if done else body


def play(exchange, data, cuts=()):
    """What leaves when *data* comes in pieces cut at *cuts*: (bytes, flow)."""
    flow = exchange.flow()
    places = sorted({cut % (len(data) + 1) for cut in cuts})
    out = b""
    for start, end in zip([0, *places], [*places, len(data)], strict=True):
        if flow.is_blocked:
            break
        out += flow.feed(data[start:end])
    return out + flow.finish(), flow


def events_of(data):
    """The JSON of each event of a stream; `[DONE]` as a string."""
    lines = [line[6:] for line in data.decode().split("\n") if line.startswith("data: ")]
    return [line if line == "[DONE]" else json.loads(line) for line in lines]


def said(data, *, choice=0):
    """The text of a chat stream's choice."""
    return "".join(
        each["delta"].get("content") or ""
        for event in events_of(data)
        if event != "[DONE]"
        for each in event.get("choices", ())
        if each["index"] == choice
    )


def arguments(data):
    """The arguments of the tool call in a chat stream."""
    return "".join(
        call["function"].get("arguments", "")
        for event in events_of(data)
        if event != "[DONE]"
        for each in event["choices"]
        for call in each["delta"].get("tool_calls", ())
    )
