"""Do we read every event that OpenAI documents? Its own examples and the schema derived from its prose, where the shared folder is at hand."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from watchgate.ingest.events.drift import SchemaDrift
from watchgate.ingest.events.model import MESSAGE, MessageEvent, OtherEvent
from watchgate.ingest.events.parse import parse

EXAMPLES = 26
TEXT_KEYS = ("prompt_text", "response_text", "user_message_text", "prompt", "arguments")


def contract(name: str) -> str:
    beside = Path(__file__).resolve().parents[4] / "shared"
    found = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "contracts" / name
    if not found.is_file():
        pytest.skip(f"{name} is not at {found}: point WATCHGATE_SHARED at the shared folder")
    return found.read_text()


@pytest.fixture(scope="module")
def examples() -> list[dict[str, Any]]:
    """The event examples in OpenAI's prose, one of which has a comma too many."""
    tags = json.loads(contract("chatgpt-admin-2.5.3.json"))["tags"]
    blocks = [
        block
        for tag in tags
        for block in re.findall(r"```json\n(.*?)```", tag.get("description") or "", re.DOTALL)
        if '"event_id"' in block
    ]
    return [json.loads(re.sub(r",(\s*[}\]])", r"\1", block)) for block in blocks]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return json.loads(contract("compliance_log_events.schema.json"))


def test_every_documented_example_is_read(examples):
    assert len(examples) == EXAMPLES
    for example in examples:
        event = parse(example)
        assert isinstance(event, MessageEvent | OtherEvent), (example["type"], event)
        assert event.event_id == example["event_id"]
        assert event.actor.id is not None, example["actor"]


def test_no_documented_example_is_drift(examples):
    drift = SchemaDrift()
    for example in examples:
        drift.note(example)
        event = parse(example)
        assert isinstance(event, MessageEvent) or event.is_known, example["type"]
    assert (drift.types, drift.fields) == ({}, {})


def test_every_text_of_a_documented_example_is_examined(examples):
    for example in examples:
        event = parse(example)
        examined = "\n".join(text.reveal() for _, text in event.texts)
        for text in texts_within(example):
            assert text in examined, (example["type"], example.get("event_type"))


def texts_within(value: Any) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in texts_within(item)]
    if not isinstance(value, dict):
        return []
    own = [value[key] for key in TEXT_KEYS if isinstance(value.get(key), str)]
    return own + [text for item in value.values() for text in texts_within(item)]


def test_the_examples_pass_the_schema_that_our_fields_are_taken_from(examples, schema):
    validator = Draft202012Validator(schema)
    for example in examples:
        validator.validate(example)


def test_every_type_and_field_of_the_schema_is_known(schema):
    kinds = [name for name in schema["$defs"] if name.isupper()]
    assert len(kinds) == 10
    for kind in kinds:
        properties = schema["$defs"][kind]["allOf"][1]["properties"]
        drift = SchemaDrift()
        nested = {
            name: dict.fromkeys(inner["properties"])
            for name, inner in properties.items()
            if kind == MESSAGE and "properties" in inner
        }
        for subtype in properties.get("event_type", {}).get("examples", [None]):
            value = dict.fromkeys(properties) | nested | {"type": kind}
            drift.note(value | ({"event_type": subtype} if subtype else {}))
        assert (drift.types, drift.fields) == ({}, {}), kind
