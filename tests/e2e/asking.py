"""One question in four ways (chat or responses, whole or streamed), with the outcome in one shape; and the evidence it left."""

import json
import time
from dataclasses import dataclass

import openai
from openai import OpenAI

WAYS = [(endpoint, is_streamed) for endpoint in ("chat", "responses") for is_streamed in (False, True)]
WAY_NAMES = [f"{endpoint}-{'streamed' if is_streamed else 'whole'}" for endpoint, is_streamed in WAYS]


@dataclass
class Outcome:
    """`end`: stop, content_filter or refused. `code`: of a refusal."""

    text: str
    end: str
    code: str | None = None
    exchange: str = ""


def ask(gateway, way, text, *, headers=None):
    """Ask *text* through the gateway with the OpenAI SDK."""
    endpoint, is_streamed = way
    with OpenAI(
        base_url=gateway.base_url, api_key="unused", max_retries=0, default_headers=headers
    ) as client:
        try:
            return (_chat if endpoint == "chat" else _responses)(client, text, is_streamed)
        except openai.APIStatusError as refused:
            return Outcome(
                "", "refused", refused.code, refused.response.headers.get("x-watchgate-exchange", "")
            )


def entries(gateway, exchange, kind=None, wait_s=5.0):
    """The ledger's entries of an exchange as (entry, payload), read from the files as anyone could."""
    deadline = time.monotonic() + wait_s
    while True:
        found = [
            (entry, payload)
            for entry, payload in all_entries(gateway.data_dir)
            if entry.get("exchange") == exchange and kind in (None, entry["type"])
        ]
        if found or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def all_entries(data_dir):
    """Every entry in the ledger with its payload (None when it has none)."""
    for segment in sorted(data_dir.glob("ledger/*/segments/*.log")):
        for line in segment.read_bytes().splitlines(keepends=True):
            entry, tab, payload = line.removesuffix(b"\n").partition(b"\t")
            if not tab or not line.endswith(b"\n"):
                continue  # the segment's own head; a line that is being written
            yield json.loads(entry), None if payload == b"-" else json.loads(payload)["payload"]


def _chat(client, text, is_streamed):
    raw = client.chat.completions.with_raw_response.create(
        model="gpt-4o", messages=[{"role": "user", "content": text}], stream=is_streamed
    )
    exchange = raw.headers["x-watchgate-exchange"]
    if not is_streamed:
        choice = raw.parse().choices[0]
        return Outcome(choice.message.content, choice.finish_reason, exchange=exchange)
    said, end = "", "cut"
    for chunk in raw.parse():
        for choice in chunk.choices:
            said += choice.delta.content or ""
            end = choice.finish_reason or end
    return Outcome(said, end, exchange=exchange)


def _responses(client, text, is_streamed):
    raw = client.responses.with_raw_response.create(model="gpt-4o", input=text, stream=is_streamed)
    exchange = raw.headers["x-watchgate-exchange"]
    if not is_streamed:
        return Outcome(raw.parse().output_text, "stop", exchange=exchange)
    said, end = "", "cut"
    for event in raw.parse():
        if event.type == "response.output_text.delta":
            said += event.delta
        elif event.type == "response.completed":
            end = "stop"
            assert event.response.output_text == said
        elif event.type == "response.incomplete":
            end = event.response.incomplete_details.reason
            assert event.response.output_text == said
    return Outcome(said, end, exchange=exchange)
