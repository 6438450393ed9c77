"""Do the simulator's runs look like OpenAI's events? By the schema derived from its prose (where at hand), and as we read them."""

import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from contract.log_events.test_event_shapes import contract
from watchgate.ingest.events.drift import SchemaDrift
from watchgate.ingest.events.model import MessageEvent
from watchgate.ingest.events.parse import parse
from watchgate.simulator.compliance_host.further_log import FurtherLog
from watchgate.simulator.compliance_host.windows import Windows
from watchgate.simulator.population.model import Person
from watchgate.simulator.skill_runs.asked import parse as asked
from watchgate.simulator.skill_runs.cost_rows import CostRows
from watchgate.simulator.skill_runs.log_events import log_events
from watchgate.simulator.skill_runs.planned import planned
from watchgate.simulator.skill_runs.run import Used
from watchgate.simulator.skill_runs.sightings.writing import Wanted, write_sightings

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
PEOPLE = [Person(f"user-{name}", f"{name}@acme.example", name) for name in ("ada", "bo")]
USED = (
    Used("gpt", "g-1", "wg-acme-a.b", NOW),
    Used("skill", "skill-1", "a-b", NOW),
    Used("agent", "agt_1", "Scribe", NOW, version="1", skills={"skill-1": "a-b"}),
)


def of_runs() -> list[dict[str, Any]]:
    wanted, costs = asked({"count": 6, "fail": 2}), CostRows("org-1")
    log, windows = FurtherLog(Windows(600, 0)), Windows(600, 0)
    told = []
    for used in USED:
        for run in planned(wanted, used, PEOPLE, seed=0, first=1, now=NOW):
            told += [body for _, body in log_events(run, workspace_id="w-1", hub_url="https://hub.example")]
            costs.add(run, log, windows, NOW)
    return told + costs.rows()


def of_a_month(folder: Path) -> list[dict[str, Any]]:
    write_sightings(Wanted(20, 10, 1000, 3, 0, NOW.replace(hour=0)), folder, lambda _: None)
    files = (
        path for source in ("conversation", "agent", "costs") for path in sorted((folder / source).iterdir())
    )
    return [json.loads(line) for path in files for line in path.read_text().splitlines()]


@pytest.fixture(scope="module")
def events(tmp_path_factory) -> list[dict[str, Any]]:
    return of_runs() + of_a_month(tmp_path_factory.mktemp("month"))


def test_they_are_events_as_openai_documents_them(events):
    validator = Draft202012Validator(json.loads(contract("compliance_log_events.schema.json")))
    assert [error.message for event in events for error in validator.iter_errors(event)] == []


def test_they_are_read_and_none_is_drift(events):
    drift, kinds = SchemaDrift(), Counter()
    for event in events:
        drift.note(event)
        read = parse(event)
        kinds[event["type"]] += 1
        assert isinstance(read, MessageEvent) or read.is_known
        assert read.event_id == event["event_id"]
    assert not drift.types + drift.fields
    assert kinds.keys() == {"CONVERSATION_MESSAGE", "CUSTOM_AGENTS_LOG", "COSTS"}
