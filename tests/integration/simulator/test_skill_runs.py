"""Runs on a real socket: what people, logs, costs and the Hub see of a GPT, a skill or an agent that is used."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.error import HTTPError

import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator

SKILL = {"skill_id": "incident.postmortem", "skill_version": "1.2.0", "skill_digest": "sha256:ab"}
FOOTER = "Watchgate · Incident Postmortem"


class Hub(ThreadingHTTPServer):
    """Takes records, and says so; refuses those without the key."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Records)
        self.seen: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Records(BaseHTTPRequestHandler):
    server: Hub

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.seen.append((self.path, headers, body))
        is_known = headers.get("authorization") == "Bearer the key"
        answer = {"id": body["client_key"], "footer": FOOTER} if is_known else {"title": "No such key"}
        self.send_response(201 if is_known else 401)
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Nobody reads it."""


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "8", "--days-ahead", "1") as simulator:
        yield simulator


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as served:
        thread = threading.Thread(target=served.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield served
        served.shutdown()
        thread.join()


@pytest.fixture
def asker(simulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


def one(simulator, kind: str) -> str:
    return next(each["id"] for each in simulator.truth_objects() if each["kind"] == kind)


def logged(asker: Asker, kind: str, logs: str = "logs") -> list[dict[str, Any]]:
    return [
        json.loads(line)
        for file in asker.log_files(kind, logs=logs)
        for line in asker.content(f"{logs}/{file['id']}").splitlines()
    ]


def test_each_way_of_telling_the_hub_is_told_and_stands_in_the_truth(simulator, hub):
    gpt_id = one(simulator, "gpt")

    runs = simulator.run_gpt(
        gpt_id,
        count=9,
        refuse=2,
        late=1,
        late_s=0.3,
        twice=2,
        hub_url=hub.url,
        hub_key="the key",
        record={"summary": "x"},
        record_type="decisions",
        **SKILL,
    )

    assert Counter(str(run["recorded"]) for run in runs) == {"True": 4, "False": 2, "late": 1, "twice": 2}
    assert [run["answer"]["footer"] for run in runs if run["recorded"] in (True, "twice")] == [FOOTER] * 6
    assert simulator.truth_runs()["recorded"] == 6
    deadline = time.monotonic() + 5
    while simulator.truth_runs()["recorded"] < 7 and time.monotonic() < deadline:
        time.sleep(0.05)
    truth = simulator.truth_runs()
    assert (truth["total"], truth["recorded"], len(hub.seen)) == (9, 7, 9)
    calls = Counter(body["client_key"] for _, _, body in hub.seen)
    assert calls == {run["client_key"]: run["calls"] for run in truth["runs"] if run["calls"]}
    path, headers, body = hub.seen[0]
    assert path == "/hub/v1/records"
    assert headers["openai-gpt-id"] == gpt_id
    assert headers["openai-conversation-id"] in {run["conversation_id"] for run in runs}
    assert body == SKILL | {
        "client_key": body["client_key"],
        "type": "decisions",
        "body": {"summary": "x"},
    }


def test_what_the_hub_refuses_is_no_record_and_its_word_is_passed_on(simulator, hub):
    (run,) = simulator.run_gpt(one(simulator, "gpt"), count=1, hub_url=hub.url, hub_key="another")
    assert (run["recorded"], run["status"], run["answer"]) == (False, 401, {"title": "No such key"})


def test_a_hub_that_is_not_there_is_said(simulator):
    (run,) = simulator.run_gpt(one(simulator, "gpt"), count=1, hub_url="http://127.0.0.1:9")
    assert run["recorded"] is False
    assert run["answer"] is None
    assert "could not be reached" in run["error"]


def test_runs_of_a_gpt_and_of_a_skill_are_conversations_in_the_log(simulator, asker, hub):
    gpt_id, skill_id = one(simulator, "gpt"), one(simulator, "skill")
    simulator.run_gpt(gpt_id, count=4, fail=1, hub_url=hub.url, hub_key="the key")
    simulator.run_skill(skill_id, count=3)
    simulator.advance_clock(1300)

    told = {run["conversation_id"]: run for run in simulator.truth_runs()["runs"]}
    events = [e for e in logged(asker, "CONVERSATION_MESSAGE") if e["conversation"]["id"] in told]

    assert len(events) == 4 + 3 + 3 + 3
    assert {e["actor"]["user_id"] for e in events} == {run["user_id"] for run in told.values()}
    begun = {e["conversation"]["id"]: e["timestamp"] for e in events if "previous_message_id" not in e}
    assert begun == {run["conversation_id"]: run["began_at"] for run in told.values()}
    answers = [e for e in events if e["message"]["author"]["type"] == "assistant"]
    assert Counter(e["conversation"].get("gpt_id") for e in answers) == {gpt_id: 3, None: 3}
    assert [
        e["message"]["author"].get("skills_used") for e in answers if "gpt_id" not in e["conversation"]
    ] == [[skill_id]] * 3
    of_gpt = [e["message"]["content"] for e in answers if "gpt_id" in e["conversation"]]
    assert all(content["value"].endswith(FOOTER) for content in of_gpt)
    assert {content["annotations"][0]["action_name"] for content in of_gpt} == {"emit_hub_record"}
    assert {e["event_id"] for e in events} <= {e["event_id"] for e in simulator.truth_events()}


def test_runs_may_lie_ahead_and_are_told_of_when_the_clock_gets_there(simulator, asker):
    made = simulator.now()
    runs = simulator.run_gpt(one(simulator, "gpt"), count=10, spread_s=0, ahead_s=1800)
    own = {run["conversation_id"] for run in runs}

    def told() -> set[str]:
        events = logged(asker, "CONVERSATION_MESSAGE")
        return own & {event["conversation"]["id"] for event in events}

    assert not told()
    simulator.advance_clock(1250)
    assert 0 < len(told()) < 10
    simulator.advance_clock(1250)
    assert told() == own
    began = [datetime.fromisoformat(run["began_at"]) for run in simulator.truth_runs()["runs"]]
    assert (began[-1] - made).total_seconds() == pytest.approx(1800, abs=5)


def test_an_agents_runs_say_how_they_began_what_they_used_and_how_they_ended(simulator, asker):
    agent_id, skill_id = one(simulator, "agent"), one(simulator, "skill")
    runs = simulator.run_agent(agent_id, count=3, fail=1, skills=[skill_id])
    simulator.advance_clock(1300)

    details = [e["event_details"] for e in logged(asker, "CUSTOM_AGENTS_LOG")]
    own = [each for each in details if each.get("run_id") in {run["run_id"] for run in runs}]

    assert Counter(each["detail_type"] for each in own) == {
        "AGENT_RUN_CREATED": 3,
        "SKILL_USED": 3,
        "AGENT_RUN_COMPLETED": 2,
        "AGENT_RUN_FAILED": 1,
    }
    assert {each["skill_id"] for each in own if "skill_id" in each} == {skill_id}
    assert {each["agent_id"] for each in own} == {agent_id}


def test_costs_come_after_the_hour_and_add_up(simulator, asker):
    simulator.run_gpt(one(simulator, "gpt"), count=20, people=3, spread_s=0)
    logs = f"/compliance/organizations/{simulator.organization_id}/logs"
    simulator.advance_clock(600)
    assert not [e for e in logged(asker, "COSTS", logs) if e["event_id"].startswith("cost-")]
    simulator.run_gpt(one(simulator, "gpt"), count=20, people=3, spread_s=0)
    simulator.advance_clock(7200)

    rows = [e["payload"] for e in logged(asker, "COSTS", logs) if e["event_id"].startswith("cost-")]
    truth = simulator.truth_runs()["runs"]

    dollars = sum(row["measures"]["billing"][0]["estimated_cost_usd"]["value"] for row in rows)
    assert dollars == pytest.approx(sum(run["cost_microusd"] for run in truth) / 1_000_000)
    assert {row["identity"]["user_id"] for row in rows} == {run["user_id"] for run in truth}
    used = (row["measures"]["usage"] for row in rows)
    assert sum(each["text_input_tokens"] for each in used) == sum(run["input_tokens"] for run in truth)


def test_the_platforms_audit_log_tells_of_gpts_only_where_it_is_switched_on(simulator):
    gpt_id, admin = one(simulator, "gpt"), Asker(simulator, "admin")
    simulator.run_gpt(gpt_id, count=1)
    simulator.audit_gpt_runs(invoked="gpt.invoked", failed="gpt.failed")
    runs = simulator.run_gpt(gpt_id, count=3, fail=1, spread_s=0)

    with admin.http:
        wanted = {"event_types[]": ["gpt.invoked", "gpt.failed"], "resource_ids[]": gpt_id}
        entries = admin.get("/organization/audit_logs", **wanted).json()["data"]

    assert Counter(each["type"] for each in entries) == {"gpt.invoked": 2, "gpt.failed": 1}
    assert {each[each["type"]]["data"]["conversation_id"] for each in entries} == {
        run["conversation_id"] for run in runs
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"count": 2, "refuse": 3}, "no less than"),
        ({"late": 1}, "say its hub_url"),
        ({"hub_url": "ftp://hub"}, "http address"),
        ({"counts": 3}, "have no counts"),
        ({"people": ["nobody@nowhere.example"]}, "Nobody in the workspace"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(simulator, asked, said):
    with pytest.raises(HTTPError) as refused:
        simulator.run_gpt(one(simulator, "gpt"), **asked)
    with refused.value as answer:
        assert answer.code == 400
        assert said in json.load(answer)["error"]


def test_a_gpt_that_is_not_there_cannot_be_run(simulator):
    with pytest.raises(HTTPError) as refused:
        simulator.run_gpt("g-nobody", count=1)
    with refused.value as answer:
        assert answer.code == 404
