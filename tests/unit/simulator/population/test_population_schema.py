"""Do the events and listings have the shapes that OpenAI documents? Against the shared schemas, where they are at hand."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator


def contract(name: str) -> dict[str, Any]:
    beside = Path(__file__).resolve().parents[5] / "shared"
    found = Path(os.environ.get("WATCHGATE_SHARED") or beside) / "contracts" / name
    if not found.is_file():
        pytest.skip(f"{name} is not at {found}: point WATCHGATE_SHARED at the shared folder")
    return json.loads(found.read_text())


def test_every_event_fits_the_schema_of_its_type(events):
    schema = contract("compliance_log_events.schema.json")
    validators = {
        kind: Draft202012Validator(
            {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": f"#/$defs/{kind}"}
        )
        for kind in (branch["$ref"].rpartition("/")[2] for branch in schema["oneOf"])
    }
    for event in [event for event in events if event.body["type"] != "CONVERSATION_MESSAGE"]:
        validators[event.body["type"]].validate(event.body)
    for event in events[::9]:
        validators[event.body["type"]].validate(event.body)


def test_a_message_fits_no_other_type(messages):
    validator = Draft202012Validator(contract("compliance_log_events.schema.json"))
    for event in messages[:40]:
        validator.validate(event.body)


@pytest.mark.parametrize(("schema_name", "method"), [("GPT", "gpts"), ("Project", "projects")])
def test_listings_fit_the_admin_spec(population, schema_name, method):
    spec = contract("chatgpt-admin-2.5.3.json")
    validator = Draft202012Validator(
        {"components": spec["components"], "$ref": f"#/components/schemas/{schema_name}"}
    )
    listed = getattr(population, method)()
    assert len(listed) > 5
    for one in listed:
        validator.validate(one)
        assert one["owner_id"] in {person.user_id for person in population.people}
