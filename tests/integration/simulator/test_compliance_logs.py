"""The Compliance Logs Platform on a real socket: lists, redirects, refusals, and what becomes of our own calls."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

import httpx
import pytest

from integration.simulator.asking import LONG_AGO, WEDNESDAY, Asker
from watchgate.testing.simulator import RunningSimulator

MESSAGES = "CONVERSATION_MESSAGE"
WORKSPACE_TYPES = (
    MESSAGES,
    "AUDIT_LOG",
    "AUTH_LOG",
    "APP_LOG",
    "APP_AUTH_LOG",
    "CODEX_LOG",
    "CHATGPT_PLUGIN_SPREADSHEET",
    "CODEX_SECURITY_LOG",
    "CUSTOM_AGENTS_LOG",
)


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(
        *WEDNESDAY, "--messages", "600", "--people", "12", "--days-ahead", "3"
    ) as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


def test_all_ten_types_are_listed_downloaded_and_equal_to_the_truth(asker, simulator):
    sent = Counter()
    organization = f"/compliance/organizations/{simulator.organization_id}/logs"
    for kind, logs in [*((kind, "logs") for kind in WORKSPACE_TYPES), ("COSTS", organization)]:
        for file in asker.log_files(kind, limit=17, logs=logs):
            content = asker.content(f"{logs}/{file['id']}")
            assert (len(content), sha256(content).hexdigest()) == (file["file_size"], file["file_sha256"])
            for line in content.splitlines():
                event = json.loads(line)
                sent[event["type"], event["event_id"]] += 1
    assert set(sent.values()) == {1}
    assert {kind for kind, _ in sent} == {*WORKSPACE_TYPES, "COSTS"}
    assert set(sent) == {(event["type"], event["event_id"]) for event in simulator.truth_events()}


def test_several_types_may_be_asked_for_at_once(asker):
    repeated = asker.get("logs", event_type=["AUTH_LOG", "APP_LOG"], after=LONG_AGO).json()
    listed = asker.get("logs", event_type="AUTH_LOG,APP_LOG", after=LONG_AGO).json()
    ends = [file["end_time"] for file in repeated["data"]]
    assert repeated == listed
    assert {file["event_type"] for file in repeated["data"]} == {"AUTH_LOG", "APP_LOG"}
    assert ends == sorted(ends)


def test_an_empty_page_has_no_date(asker):
    page = asker.get("logs", event_type=MESSAGES, after="2040-01-01T00:00:00Z").json()
    assert page == {"data": [], "has_more": False, "last_end_time": None}


@pytest.mark.parametrize(
    "params",
    [
        {"after": LONG_AGO},
        {"event_type": MESSAGES},
        {"event_type": MESSAGES, "after": "yesterday"},
        {"event_type": "COSTS", "after": LONG_AGO},
        {"event_type": "NO_LOG", "after": LONG_AGO},
        {"event_type": MESSAGES, "after": LONG_AGO, "limit": 101},
        {"event_type": MESSAGES, "after": LONG_AGO, "limit": 0},
    ],
)
def test_a_wrong_question_is_refused(asker, params):
    refusal = asker.get("logs", **params)
    assert refusal.status_code == 400
    assert list(refusal.json()) == ["detail"]


def test_the_redirect_leads_to_another_host_and_path_where_no_key_is_welcome(asker, simulator):
    file = next(asker.log_files(MESSAGES))
    answer = asker.get(f"logs/{file['id']}")
    there = urlsplit(answer.headers["location"])

    assert answer.status_code == 307
    assert there.hostname == "localhost"
    assert not there.path.startswith("/v1")
    with_key = httpx.get(answer.headers["location"], headers={"authorization": "Bearer x"})
    assert with_key.status_code == 400
    simulator.faults({"signed-url-takes-bearer": 1})
    assert httpx.get(answer.headers["location"], headers={"authorization": "Bearer x"}).status_code == 200


def test_a_signed_url_expires_and_can_be_asked_for_again(asker, simulator):
    file = next(asker.log_files(MESSAGES))
    old = asker.get(f"logs/{file['id']}").headers["location"]
    simulator.advance_clock(301)
    assert httpx.get(old).status_code == 403
    assert len(asker.content(f"logs/{file['id']}")) == file["file_size"]


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("full", 200),
        ("read_only", 200),
        ("no_compliance", 403),
        ("other_workspace", 404),
        ("admin", 403),
        ("sk-sim-made-up", 401),
    ],
)
def test_each_key_gets_its_own_answer(simulator, key, status):
    asker = Asker(simulator, key)
    with asker.http:
        assert asker.get("logs", event_type=MESSAGES, after=LONG_AGO).status_code == status
        assert asker.get("users").status_code == status


def test_another_workspace_and_no_key_at_all_are_refused(asker, simulator):
    elsewhere = "/compliance/workspaces/00000000-0000-4000-8000-000000000000/logs"
    assert asker.get(elsewhere, event_type=MESSAGES, after=LONG_AGO).status_code == 404
    assert httpx.get(f"{simulator.base_url}/compliance/workspaces/x/logs").status_code == 401
    assert asker.get("logs/eclf_nothing").status_code == 404


def test_our_own_calls_appear_in_the_audit_log(asker, simulator):
    asker.get("users", limit=3)
    asker.ask("DELETE", "conversations/nothing")
    simulator.advance_clock(660)
    last = list(asker.log_files("AUDIT_LOG"))[-1]
    events = [json.loads(line) for line in asker.content(f"logs/{last['id']}").splitlines()]
    echoed = {event["action"]: event for event in events if event["actor"]["type"] == "API_KEY"}

    assert echoed["LIST_WORKSPACE_USERS"]["action_data"] == {"limit": "3"}
    assert echoed["LIST_WORKSPACE_USERS"]["action_result"] == "SUCCESS"
    assert echoed["DELETE_CONVERSATION"]["action_result"] == "ERROR"
    assert echoed["DELETE_CONVERSATION"]["actor"]["redacted_id"] == f"sk-...{simulator.keys['full'][-4:]}"
    truth = {event["event_id"] for event in simulator.truth_events()}
    assert {event["event_id"] for event in events} <= truth


def test_new_files_appear_as_the_clock_moves_and_old_ones_go(asker, simulator):
    before = [file["id"] for file in asker.log_files(MESSAGES)]
    known = sum(1 for _ in simulator.truth_events())
    simulator.advance_clock(timedelta(days=3).total_seconds())
    after = [file["id"] for file in asker.log_files(MESSAGES)]

    assert set(after) - set(before)
    assert set(before) - set(after)
    assert sum(1 for _ in simulator.truth_events()) > known
    assert asker.get(f"logs/{before[0]}").status_code == 404


def test_max_event_time_is_that_of_the_newest_event(asker, simulator):
    newest = asker.get("max_event_time", event_type=MESSAGES).json()["max_event_time"][MESSAGES]
    times = [event["timestamp"] for event in simulator.truth_events() if event["type"] == MESSAGES]
    assert datetime.fromisoformat(newest) == max(datetime.fromisoformat(each) for each in times)


def test_a_key_that_asks_too_often_is_told_how_long_to_wait(asker, simulator):
    simulator.limit_requests(3)
    try:
        answers = [asker.get("users") for _ in range(12)]
    finally:
        simulator.limit_requests(0)
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(refused) >= 6
    assert all(1 <= int(answer.headers["retry-after"]) <= 60 for answer in refused)


def test_the_clock_does_not_go_back(simulator):
    with pytest.raises(OSError, match="400"):
        simulator.advance_clock(-5)


def test_a_reset_forgets_calls_deletions_and_time(asker, simulator):
    start = simulator.now()
    simulator.advance_clock(7200)
    asker.get("users")
    simulator.reset()
    assert simulator.now() - start < timedelta(hours=1)
    assert not list(simulator.truth_deletes())
