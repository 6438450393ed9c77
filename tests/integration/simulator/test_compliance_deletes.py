"""Everything that can be deleted or isolated at the simulated compliance host: once, for good, told in the audit log, and counted."""

import json
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

import httpx
import pytest

from integration.simulator.asking import WEDNESDAY, Asker
from integration.simulator.deleting import (
    ECHOES,
    ISOLATION_ECHOES,
    ISOLATIONS,
    MADE,
    PATHS,
    echo_of,
    isolation_of,
    path_of,
)
from watchgate.testing.simulator import RunningSimulator

ONCE = {"rate": 1, "times": 1}


@pytest.fixture(scope="module")
def running_simulator() -> Iterator[RunningSimulator]:
    with RunningSimulator(*WEDNESDAY, "--messages", "300", "--people", "8", "--objects", "3") as simulator:
        yield simulator


@pytest.fixture
def asker(simulator: RunningSimulator) -> Iterator[Asker]:
    made = Asker(simulator)
    with made.http:
        yield made


@pytest.fixture
def one_of(simulator):
    """An object of the wanted kind, as the truth tells it."""

    def find(kind):
        return next(each for each in simulator.truth_objects() if each["kind"] == kind)

    return find


def told_now(simulator, told):
    return next(
        each
        for each in simulator.truth_objects()
        if (each["kind"], each["id"], each["parent_id"]) == (told["kind"], told["id"], told["parent_id"])
    )


def echoes(asker, simulator):
    """What the audit log says of API keys that changed something, once the window of now is over."""
    simulator.advance_clock(1200)
    events = (
        json.loads(line)
        for file in asker.log_files("AUDIT_LOG")
        for line in asker.content(f"logs/{file['id']}").splitlines()
    )
    changes = {action for action, _ in chain(ECHOES.values(), ISOLATION_ECHOES.values())}
    return [each for each in events if each["actor"]["type"] == "API_KEY" and each["action"] in changes]


@pytest.mark.parametrize("kind", PATHS)
def test_every_kind_is_deleted_once_and_gone_from_then_on(asker, simulator, one_of, kind):
    told = one_of(kind)

    first, second = (asker.ask("DELETE", path_of(told)) for _ in range(2))

    assert (first.status_code, second.status_code) == (200, 404)
    assert (first.json()["deleted"], first.json()["id"]) == (True, told["id"])
    assert told_now(simulator, told)["is_gone"]
    (deletion,) = simulator.truth_deletes()
    assert (deletion["kind"], deletion["id"], deletion["action"]) == (kind, told["id"], "delete")
    assert [each["took_effect"] for each in simulator.truth_delete_requests()] == [True, False]


@pytest.mark.parametrize("kind", ISOLATIONS)
def test_what_is_isolated_stays_and_may_be_isolated_again(asker, simulator, one_of, kind):
    told = one_of(kind)
    method, path = isolation_of(told)

    answers = [asker.ask(method, path).status_code for _ in range(2)]

    assert answers == [200, 200]
    now = told_now(simulator, told)
    assert (now["is_gone"], now["is_isolated"]) == (False, True)
    (isolation,) = simulator.truth_deletes()
    assert (isolation["kind"], isolation["action"]) == (kind, "isolate")
    assert asker.ask("DELETE", path_of(told)).status_code == 200
    assert asker.ask(method, path).status_code == 404


@pytest.mark.parametrize("action", ["", "/unpublish"])
def test_the_legacy_routes_of_agents_do_the_same(asker, simulator, one_of, action):
    told = one_of("agent")
    method = "POST" if action else "DELETE"
    assert asker.ask(method, f"custom_agents/{told['id']}{action}").status_code == 200
    assert next(simulator.truth_deletes())["id"] == told["id"]


def test_nothing_at_all_can_be_deleted_with_a_key_that_only_reads(simulator):
    made = simulator.make(**MADE)
    reader = Asker(simulator, "read_only")
    with reader.http:
        answers = [reader.ask("DELETE", path_of(told)).status_code for told in made]
        answers += [
            reader.ask(*isolation_of(told)).status_code for told in made if told["kind"] in ISOLATIONS
        ]
    assert set(answers) == {403}
    assert not list(simulator.truth_deletes())
    assert len(list(simulator.truth_delete_requests())) == len(answers)


def test_nothing_is_deleted_under_another_owner_or_parent(asker, simulator, one_of):
    people = [each["id"] for each in asker.get("users").json()["data"]]
    for kind, path in PATHS.items():
        told = dict(one_of(kind))
        if "{user_id}" in path:
            told["user_id"] = next(each for each in people if each != told["user_id"])
        elif "{parent_id}" in path:
            told["parent_id"] = "nothing"
        else:
            told["id"] = "nothing"
        assert asker.ask("DELETE", path_of(told)).status_code == 404, kind
    memory = one_of("memory") | {"parent_id": "ctx_nothing"}
    assert asker.ask("DELETE", path_of(memory)).status_code == 404
    assert not list(simulator.truth_deletes())


def test_what_a_deletion_leaves_in_the_audit_log_is_as_documented(asker, simulator):
    made = simulator.make(**MADE)
    isolated = [told for told in made if told["kind"] in ISOLATIONS]
    for told in isolated:
        asker.ask(*isolation_of(told))
    files = [
        each
        for each in simulator.truth_objects()
        if each["parent_id"] in {told["id"] for told in made} and each["kind"].endswith("_file")
    ]
    for told in (*files, *made):
        assert asker.ask("DELETE", path_of(told)).status_code == 200
    asker.ask("DELETE", path_of(made[0]))

    *told_of, again = echoes(asker, simulator)

    expected = [echo_of(told, ISOLATION_ECHOES) for told in isolated]
    expected += [echo_of(told, ECHOES) for told in (*files, *made)]
    assert [(each["action"], each["action_data"]) for each in told_of] == expected
    assert {action for action, _ in expected} == {
        action for action, _ in chain(ECHOES.values(), ISOLATION_ECHOES.values())
    }
    assert {each["action_result"] for each in told_of} == {"SUCCESS"}
    assert again["action_result"] == "ERROR"


def test_files_go_with_their_conversation_and_their_placeholder_stays(asker, simulator):
    file = next(each for each in simulator.truth_objects() if each["kind"] == "file")
    conversation = {
        "kind": "conversation",
        "id": file["parent_id"],
        "user_id": file["user_id"],
        "parent_id": None,
    }

    asker.ask("DELETE", path_of(conversation))

    assert told_now(simulator, file)["is_gone"]
    assert told_now(simulator, conversation)["placeholder"] == "(Removed by your admin)"
    assert asker.get(path_of(file)).status_code == 404
    assert asker.ask("DELETE", path_of(file)).status_code == 404


def test_the_shared_links_of_a_conversation_go_with_it(asker, simulator):
    told = {each["id"]: each for each in simulator.truth_objects() if each["kind"] == "conversation"}
    events = (
        json.loads(line)
        for file in asker.log_files("AUDIT_LOG")
        for line in asker.content(f"logs/{file['id']}").splitlines()
    )
    shares = [each["action_data"] for each in events if each["action"] == "CONVERSATION_SHARE"]
    share = next(each for each in shares if each["conversation_id"] in told)
    link = f"{simulator.base_url.removesuffix('/v1')}/share/{share['shared_conversation_id']}"

    before = asker.http.get(link).status_code
    asker.ask("DELETE", path_of(told[share["conversation_id"]]))

    assert (before, asker.http.get(link).status_code) == (200, 404)


@pytest.mark.parametrize("kind", ["gpt", "project"])
def test_a_file_that_two_use_is_taken_from_both_and_survives_the_deletion_of_one(asker, simulator, kind):
    files = [each for each in simulator.truth_objects() if each["kind"] == f"{kind}_file"]
    shared, _ = Counter(each["id"] for each in files).most_common(1)[0]
    first, second = (each for each in files if each["id"] == shared)

    asker.ask("DELETE", f"{kind}s/{first['parent_id']}")
    assert asker.get(f"{kind}_files/{shared}").status_code == 307
    asker.ask("DELETE", path_of(second))

    assert asker.get(f"{kind}_files/{shared}").status_code == 404
    shown = asker.get(f"{kind}s/{second['parent_id']}", file_format="id").json()
    names = {each["id"]: each["name"] for each in shown["latest_config"]["data"][0]["files"]["data"]}
    assert names.pop(shared) == "(Removed by your admin)"
    assert set(names.values()) == {"handbook.txt"}


def test_a_list_goes_on_behind_what_was_deleted_in_the_meantime(asker, simulator):
    first = asker.get("gpts", limit=3, file_format="id").json()
    rest = asker.get("gpts", after=first["last_id"], file_format="id").json()["data"]
    asker.ask("DELETE", f"gpts/{first['last_id']}")
    assert asker.get("gpts", after=first["last_id"], file_format="id").json()["data"] == rest
    made = simulator.make(codex_task=4)
    page = asker.get("codex_tasks", limit=2).json()
    asker.ask("DELETE", f"codex_tasks/{page['data'][-1]['id']}")
    behind = asker.get("codex_tasks", limit=2, cursor=page["cursor"]).json()["data"]
    assert len({each["id"] for each in (*page["data"], *behind)} & {each["id"] for each in made}) == 4


def test_isolation_takes_back_what_a_gpt_was_shared_with(asker, simulator):
    gpts = asker.get("gpts", file_format="id").json()["data"]
    shared = next(each for each in gpts if each["sharing"]["recipients"])
    path = f"gpts/{shared['id']}"
    people = asker.get(f"{path}/shared_users").json()["data"]
    assert [each["id"] for each in people] == [each["id"] for each in shared["sharing"]["recipients"]]

    asker.ask("DELETE", f"{path}/shared_users")

    now = asker.get(path, file_format="id").json()["sharing"]
    assert (now["visibility"], now["recipients"]) == ("invite-only", [])
    assert asker.get(f"{path}/shared_users").json()["data"] == []


def test_five_hundred_objects_of_every_kind_are_made_in_a_moment_and_deleted_exactly_once(asker, simulator):
    counts = dict.fromkeys(MADE, 500 // len(MADE) + 1)
    made = simulator.make(**counts)
    assert len(made) == sum(counts.values()) >= 500

    for told in made:
        assert asker.ask("DELETE", path_of(told)).status_code == 200

    deleted = Counter((each["kind"], each["id"]) for each in simulator.truth_deletes())
    assert deleted == Counter((each["kind"], each["id"]) for each in made)
    requests = list(simulator.truth_delete_requests())
    assert len(requests) == len(made)
    assert all(each["took_effect"] for each in requests)


def test_made_files_and_gpts_are_read_as_any_other(asker, simulator):
    made = {each["kind"]: each for each in simulator.make(file=1, gpt=1, project=1)}
    assert asker.content(path_of(made["file"]))
    for kind in ("gpt", "project"):
        assert asker.get(path_of(made[kind])).json()["id"] == made[kind]["id"]


@pytest.mark.parametrize("wanted", [{"teapot": 1}, {"memory": -1}, {"memory": True}, {"memory": 1_000_000}])
def test_what_cannot_be_made_is_a_mistake(simulator, wanted):
    with pytest.raises(OSError, match="400"):
        simulator.make(**wanted)


@pytest.mark.parametrize(
    ("fault", "status", "took_effect"),
    [
        ("delete-429:9", 429, False),
        ("delete-5xx:502", 502, False),
        ("delete-403", 403, False),
        ("delete-lost-5xx:503", 503, True),
        ("delete-drop", None, False),
        ("delete-lost-drop", None, True),
        ("drop-connection", None, True),
        ("malformed-json", 200, True),
        ("delete-slow:0.2", 200, True),
    ],
)
def test_a_fault_strikes_before_or_after_the_deletion_takes_effect(
    asker, simulator, one_of, fault, status, took_effect
):
    told = one_of("canvas")
    simulator.faults({fault: ONCE})

    answer = None
    try:
        answer = asker.ask("DELETE", path_of(told))
    except httpx.RemoteProtocolError:
        assert status is None

    assert (answer and answer.status_code) == status
    if status == 429:
        assert answer.headers["retry-after"] == "9"
    (request,) = simulator.truth_delete_requests()
    assert (request["status"], request["took_effect"], request["faults"]) == (status, took_effect, [fault])
    assert told_now(simulator, told)["is_gone"] is took_effect
    assert len(list(simulator.truth_deletes())) == took_effect
    again = asker.ask("DELETE", path_of(told)).status_code
    assert again == (404 if took_effect else 200)


def test_a_late_deletion_takes_effect_after_its_client_has_left(asker, simulator, one_of):
    told = one_of("canvas")
    simulator.faults({"delete-late:1.5": ONCE})

    with pytest.raises(httpx.ReadTimeout):
        asker.http.delete(
            f"{simulator.base_url}/compliance/workspaces/{simulator.workspace_id}/{path_of(told)}",
            headers={"authorization": f"Bearer {simulator.keys['full']}"},
            timeout=0.1,
        )

    assert asker.get(path_of(told)).status_code == 200
    deadline = time.monotonic() + 20
    while not list(simulator.truth_deletes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert asker.get(path_of(told)).status_code == 404
    assert asker.ask("DELETE", path_of(told)).status_code == 404


def test_a_deletion_whose_answer_was_lost_is_a_success_in_the_audit_log(asker, simulator, one_of):
    told = one_of("recording")
    simulator.faults({"delete-lost-5xx": ONCE})
    assert asker.ask("DELETE", path_of(told)).status_code >= 500
    (echo,) = echoes(asker, simulator)
    assert (echo["action"], echo["action_result"]) == ("DELETE_RECORDING", "SUCCESS")


def test_what_was_made_a_moment_ago_may_not_be_known_yet(asker, simulator):
    simulator.faults({"delete-lag-new:30": 1})
    made = simulator.make(memory=1, conversation=1, file=1, agent=1)
    assert {asker.ask("DELETE", path_of(told)).status_code for told in made} == {404}
    simulator.advance_clock(31)
    assert {asker.ask("DELETE", path_of(told)).status_code for told in made} == {200}


def test_a_fault_may_strike_every_third_time_and_only_some_paths(asker, simulator):
    simulator.faults({"delete-5xx:500": {"every": 3, "only": "/canvas/"}})
    made = simulator.make(canvas=6, memory=6)
    answers = {"canvas": [], "memory": []}
    for told in made:
        answers[told["kind"]].append(asker.ask("DELETE", path_of(told)).status_code)
    assert answers == {"canvas": [200, 200, 500] * 2, "memory": [200] * 6}


def test_faults_by_probability_are_the_same_each_time(asker, simulator):
    runs = []
    for _ in range(2):
        simulator.reset()
        simulator.faults({"delete-lost-5xx": 0.4, "delete-429": 0.2})
        runs.append([asker.ask("DELETE", path_of(told)).status_code for told in simulator.make(memory=40)])
    assert runs[0] == runs[1]
    assert {200, 429} < set(runs[0])


def test_whoever_asks_until_it_is_done_deletes_each_exactly_once_whatever_befalls_the_answers(
    asker, simulator
):
    simulator.faults(
        {
            "delete-5xx": 0.1,
            "delete-429:0": 0.1,
            "delete-drop": 0.1,
            "delete-lost-5xx": 0.15,
            "delete-lost-drop": 0.15,
            "malformed-json": 0.05,
        }
    )
    made = simulator.make(**dict.fromkeys(MADE, 8))

    with ThreadPoolExecutor(6) as pool:
        asked = sum(pool.map(lambda told: _until_done(asker, path_of(told)), made))

    deleted = Counter((each["kind"], each["id"]) for each in simulator.truth_deletes())
    assert deleted == Counter((each["kind"], each["id"]) for each in made)
    requests = list(simulator.truth_delete_requests())
    assert len(requests) == asked > len(made)
    assert sum(each["took_effect"] for each in requests) == len(made)


def _until_done(asker, path):
    """How often it had to be asked for."""
    for times in range(1, 50):
        try:
            if asker.ask("DELETE", path).status_code in {200, 404}:
                return times
        except httpx.RemoteProtocolError:
            continue
    raise AssertionError(path)


@pytest.mark.parametrize("details", [{"every": 0}, {"every": 1.5}, {"only": 7}])
def test_a_fault_that_makes_no_sense_is_a_mistake(simulator, details):
    with pytest.raises(OSError, match="400"):
        simulator.faults({"delete-5xx": details})


def test_faults_of_deletions_leave_reads_alone(asker, simulator):
    simulator.faults({"delete-5xx": 1, "delete-429": 1, "delete-drop": 1})
    assert asker.get("gpts").status_code == 200
    simulator.faults({"object-5xx": 1})
    assert asker.ask("DELETE", path_of(simulator.make(skill=1)[0])).status_code == 200


def test_a_reset_brings_back_what_was_deleted_and_forgets_what_was_made(asker, simulator, one_of):
    told, (made,) = one_of("agent"), simulator.make(agent=1)
    asker.ask("DELETE", path_of(told))
    simulator.reset()
    assert not told_now(simulator, told)["is_gone"]
    assert made["id"] not in {each["id"] for each in simulator.truth_objects()}
    assert not list(simulator.truth_delete_requests())
