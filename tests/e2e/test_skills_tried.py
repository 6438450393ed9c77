"""`watchgate skills test` against a model, by way of a real gateway: what a policy refuses is told apart from a promise that does not hold."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from unit.skills.sample import FILES, files
from watchgate.skills.writing import write_folder

BIN = Path(sys.executable).parent
BLOCKING = {
    "pii-detector": {"action": "block", "entities": ["EMAIL"]},
}


@pytest.fixture
def tried(tmp_path):
    def tried(gateway, of=FILES, *options):
        folder = tmp_path / "incident-postmortem"
        if not folder.exists():
            write_folder(folder, of)
        done = subprocess.run(
            [str(BIN / "watchgate"), "skills", "test", str(folder), "--gateway", gateway, "--json", *options],
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr

    return tried


def script(simulator):
    record = {
        "skill_id": "incident.postmortem",
        "skill_version": "1.2.0",
        "client_key": "1",
        "type": "decisions",
        "body": {"summary": "x"},
    }
    simulator.script(
        {"match": {"contains": "footer"}, "reply": {"text": "The root cause was DNS."}},
        {
            "match": {"contains": "status"},
            "reply": {"tool_calls": [{"name": "emit_hub_record", "arguments": record}]},
        },
        {
            "match": {"contains": "INC-1"},
            "reply": {"tool_calls": [{"name": "lookup_incident", "arguments": {"id": "INC-1"}}]},
        },
    )


def test_a_skill_is_tried_through_the_gateway(gateway, simulator, tried):
    script(simulator)

    code, report = tried(gateway.base_url)

    assert (code, report["passed"]) == (0, True), report
    assert report["results"][0]["tokens"] > 0
    assert report["digest"].startswith("sha256:")


def test_a_promise_that_does_not_hold_is_exit_code_1(gateway, simulator, tried):
    simulator.script({"match": {}, "reply": {"text": "No idea."}})

    code, report = tried(gateway.base_url)

    assert (code, report["results"][0]["outcome"]) == (1, "failed")


def test_what_a_policy_refuses_is_said(start_gateway, tried):
    gateway = start_gateway(BLOCKING)

    code, report = tried(
        gateway.base_url, files(yaml=("incident: INC-1", "incident: INC-1 of maria.andersson@example.com"))
    )

    assert (code, report["results"][0]["outcome"]) == (1, "blocked")


def test_nobody_there(tried):
    code, report = tried("http://127.0.0.1:9/v1")

    assert (code, report["results"][0]["outcome"]) == (1, "broken")
    assert "Nobody answers" in report["results"][0]["reasons"][0]
