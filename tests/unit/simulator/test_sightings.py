"""A month of skills in use, in files: what the sources tell together is the truth, however late and often they tell it."""

import csv
import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from watchgate.kernel.errors import UserError
from watchgate.simulator.skill_runs.sightings.writing import Wanted, write_sightings

EVENTS = 4000
WANTED = Wanted(40, 30, EVENTS, 6, 7, datetime(2026, 11, 1, tzinfo=UTC))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("month") / "sightings"
    write_sightings(WANTED, made, lambda _: None)
    return made


@pytest.fixture(scope="module")
def truth(folder) -> dict[str, Any]:
    return json.loads((folder / "truth.json").read_text())


def told(folder: Path, source: str) -> Iterator[dict[str, Any]]:
    for file in sorted((folder / source).iterdir()):
        with file.open(newline="") as lines:
            yield from csv.DictReader(lines) if file.suffix == ".csv" else map(json.loads, lines)


def different(folder: Path, source: str, key: str) -> list[dict[str, Any]]:
    return list({each[key]: each for each in told(folder, source)}.values())


def seen(folder: Path) -> dict[tuple[str, str], tuple[str, str, str]]:
    """What all sources say together, as a reader would put it together who knows nothing else: run → name, person, first day."""
    runs: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for event in different(folder, "conversation", "event_id"):
        talk, author = event["conversation"], event["message"]["author"]
        names = [talk["gpt_id"]] if "gpt_id" in talk else author.get("skills_used", [])
        for name in names:
            runs["conversation", talk["id"]].append((talk["created_at"], name, event["actor"]["user_id"]))
    events = different(folder, "agent", "event_id")
    began = {
        e["event_details"]["run_id"]: e["timestamp"] for e in events if e["event_type"] == "AGENT_RUN_CREATED"
    }
    for event in events:
        if event["event_type"] == "SKILL_USED":
            run_id = event["event_details"]["run_id"]
            name = event["event_details"]["skill_id"]
            runs["run", run_id].append((began[run_id], name, event["actor"]["user_id"]))
    for entry in different(folder, "gateway", "exchange"):
        runs["exchange", entry["exchange"]].append((entry["time"], entry["skill"]["digest"], entry["key"]))
    return {key: (min(each)[1], min(each)[2], min(each)[0][:10]) for key, each in runs.items()}


def test_there_are_as_many_lines_as_were_asked_for_some_of_them_late_or_again(folder, truth):
    lines = {source: sum(1 for _ in told(folder, source)) for source in truth["sources"]}
    assert sum(lines.values()) == truth["events"] == EVENTS
    assert lines == {source: count["lines"] for source, count in truth["sources"].items()}
    assert all(count["lines"] > count["different"] > count["late"] for count in truth["sources"].values())
    keys = {"audit": "id", "gateway": "exchange", "imported": "Event ID"}
    for source, count in truth["sources"].items():
        assert len(different(folder, source, keys.get(source, "event_id"))) == count["different"]
    agents = [e["timestamp"] for e in told(folder, "agent")]
    assert agents != sorted(agents)


def test_what_the_sources_tell_together_is_the_truth(folder, truth):
    skills = json.loads((folder / "skills.json").read_text())
    ours = {skill.get("gpt_id") or skill.get("workspace_skill_id"): skill["skill_id"] for skill in skills}
    ours |= {version["digest"]: skill["skill_id"] for skill in skills for version in skill["versions"]}

    counted = Counter((ours.get(name, name), person, day) for name, person, day in seen(folder).values())

    with (folder / "truth_counts.csv").open(newline="") as file:
        expected = Counter()
        for row in csv.DictReader(file):
            expected[row["skill_id"], row["person"], row["day"]] += int(row["runs"])
    managed = Counter({key: count for key, count in counted.items() if key[0] in ours.values()})
    assert managed == expected
    assert managed.total() == truth["runs"] > EVENTS / 6
    unmanaged = Counter(name for name, _, _ in seen(folder).values() if name not in ours)
    assert unmanaged == truth["unmanaged"]["by_name"]
    assert unmanaged.total() == truth["unmanaged"]["runs"] > 0


def test_money_adds_up_by_basis(folder, truth):
    microusd, of_ours = (
        truth["microusd"],
        {
            s.get("gpt_id") or s.get("workspace_skill_id")
            for s in json.loads((folder / "skills.json").read_text())
        },
    )
    rows = different(folder, "imported", "Event ID")
    reported = sum(Decimal(row["Cost (USD)"]) for row in rows if row["Item ID"] in of_ours)
    estimated = sum(entry["charged"]["microusd"] for entry in different(folder, "gateway", "exchange"))
    billed = (
        row["payload"]["measures"]["billing"][0]["estimated_cost_usd"]["value"]
        for row in different(folder, "costs", "event_id")
    )
    assert reported * 1_000_000 == microusd["reported"]
    assert estimated == microusd["estimated"]
    assert sum(Decimal(str(each)) for each in billed) * 1_000_000 == microusd["costs"]
    assert microusd["costs"] > microusd["costs_of_hours_with_runs"] > microusd["costs_of_runs"] > 0


def test_every_run_stands_in_the_truth_with_what_tells_of_it(folder, truth):
    with (folder / "truth_runs.csv").open(newline="") as file:
        runs = list(csv.DictReader(file))
    assert len(runs) == truth["runs"] + truth["unmanaged"]["runs"]
    audited = {
        item[item["type"]]["data"]["conversation_id"]: item["type"]
        for item in different(folder, "audit", "id")
    }
    with_audit = {run["conversation_id"]: run["outcome"] for run in runs if "audit" in run["sources"]}
    endings = {"success": "gpt.invoked", "error": "gpt.failed"}
    assert audited == {talk: endings[outcome] for talk, outcome in with_audit.items()}
    assert Counter(run["surface"] for run in runs if run["skill_id"]) == truth["runs_by_surface"]


def test_the_same_seed_writes_the_same_bytes_from_the_command_line_too(folder, tmp_path):
    command = [sys.executable, "-m", "watchgate.simulator", "sightings", "--to", str(tmp_path / "again")]
    asked = {"skills": 40, "people": 30, "events": EVENTS, "days": 6, "seed": 7, "until": "2026-11-01"}
    command += [word for name, value in asked.items() for word in (f"--{name}", str(value))]

    answer = subprocess.run(command, capture_output=True, text=True, check=True)

    assert f"{EVENTS} events of " in answer.stdout
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    again = {
        path.relative_to(tmp_path / "again") for path in (tmp_path / "again").rglob("*") if path.is_file()
    }
    assert files == again
    assert all((folder / each).read_bytes() == (tmp_path / "again" / each).read_bytes() for each in files)


def test_a_folder_with_something_in_it_is_left_alone(folder):
    with pytest.raises(UserError, match="not empty"):
        write_sightings(WANTED, folder, lambda _: None)
