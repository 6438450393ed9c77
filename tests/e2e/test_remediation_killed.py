"""500 objects of every kind are removed while OpenAI fails and workers are killed: each exactly once, none other, each verified."""

import json
import random
import time
from collections import Counter, defaultdict

import pytest

from e2e.losing_nothing import own_folder
from e2e.removing import Removal
from watchgate.ledger.verify import verify_receipt
from watchgate.remediation.model import Kind
from watchgate.testing.simulator import RunningSimulator

OFFICE = ("--messages", "300", "--people", "20", "--days", "3")
FAULTS = {
    "delete-5xx": {"every": 17},
    "delete-429": {"every": 19},
    "delete-drop": {"every": 29},
    "delete-lost-5xx": {"every": 13},
    "delete-lost-drop": {"every": 23},
}
KINDS = sorted({kind.value for kind in Kind} - {"message"})
OBJECTS = 500
OF_EACH = 34
MADE = {kind: OF_EACH for kind in KINDS if kind not in {"gpt", "project", "gpt_file", "project_file"}}
READ = 10
"""Conversations of the office that ingest has read."""
ISOLATED = 4
MASKED = 5
KILLS = 3


@pytest.fixture(scope="module")
def removal():
    with (
        RunningSimulator(*OFFICE) as simulator,
        own_folder() as folder,
        Removal(simulator, folder) as removal,
    ):
        removal.until_complete(kills=0, seconds=60)
        removal.read = conversations_of(removal)
        deleted, isolated = objects_to_remove(simulator)
        simulator.faults(FAULTS)
        removal.deletion = removal.approved([*removal.read, *deleted])
        removal.isolation = removal.approved(isolated, action="isolate")
        removal.masked = messages_with_findings(removal)
        removal.redaction = removal.approved(removal.masked, action="redact")
        removal.killing_workers(removal.deletion, kills=KILLS, state="done", seconds=120)
        simulator.faults({})
        for _ in range(2):  # the audit log's files are written every ten minutes
            simulator.advance_clock(660)
        for request_id in (removal.deletion, removal.isolation, removal.redaction):
            removal.killing_workers(request_id, kills=0, state="verified", seconds=90)
        yield removal


def conversations_of(removal):
    query = "SELECT conversation_id, owner_id FROM conversation WHERE owner_id IS NOT NULL ORDER BY 1 LIMIT"
    found = removal.query(f"{query} {READ}")
    return [{"kind": "conversation", "id": one, "owner_id": owner} for one, owner in found]


def messages_with_findings(removal):
    """Of other conversations."""
    taken = ", ".join(f"'{one['id']}'" for one in removal.read)
    found = removal.query(
        "SELECT DISTINCT asset_id, conversation_id FROM finding WHERE asset_kind = 'message'"
        f" AND conversation_id NOT IN ({taken}) ORDER BY 1 LIMIT {MASKED}"
    )
    return [{"kind": "message", "id": one, "parent_id": parent} for one, parent in found]


def objects_to_remove(simulator):
    """What is to be deleted, of every kind, and what is to be isolated. A file's GPT or project is not deleted with it."""
    made = {kind: [] for kind in KINDS}
    for one in simulator.make(**MADE, gpt=2 * OF_EACH, project=2 * OF_EACH):
        made[one["kind"]].append(one)
    shared = simulator.make(gpt=ISOLATED, project=ISOLATED, agent=ISOLATED)
    for kind in ("gpt", "project"):
        kept = {one["id"] for one in made[kind][OF_EACH:]}
        made[kind] = made[kind][:OF_EACH]
        files = [one for one in simulator.truth_objects() if one["kind"] == f"{kind}_file"]
        once = {
            one["id"]: one for one in files if one["parent_id"] in kept
        }  # some are in two: they go from both
        made[f"{kind}_file"] = list(once.values())[:OF_EACH]
    deleted = [target(one) for kind in KINDS for one in made[kind]]
    random.Random(5).shuffle(deleted)  # what OpenAI limits is each endpoint
    return deleted, [target(one) for one in shared]


def target(told):
    named = {"owner_id": told["user_id"], "parent_id": told["parent_id"]}
    return {"kind": told["kind"], "id": told["id"], **{name: value for name, value in named.items() if value}}


@pytest.fixture(scope="module")
def objects(removal):
    """Of both requests, as the API shows them."""
    return [
        one | {"action": action}
        for action, request_id in (("delete", removal.deletion), ("isolate", removal.isolation))
        for one in removal.objects(request_id)
    ]


def test_three_workers_were_killed(removal):
    assert removal.kills["worker"] == KILLS


def test_each_object_was_removed_exactly_once_and_none_other(removal, objects):
    wanted = Counter((one["action"], one["kind"], one["id"]) for one in objects)
    removed = Counter((one["action"], one["kind"], one["id"]) for one in removal.simulator.truth_deletes())

    assert len(wanted) >= OBJECTS
    assert {kind for _, kind, _ in wanted} == set(KINDS)
    assert removed == wanted


def test_answers_were_lost_and_refused_on_the_way(removal):
    asked = list(removal.simulator.truth_delete_requests())
    faults = Counter(fault.split("=")[0] for one in asked for fault in one["faults"])

    assert all(faults[name] for name in FAULTS), faults


def test_each_object_is_verified(objects):
    assert Counter(one["state"] for one in objects) == {"verified": len(objects)}


def test_our_own_copy_is_gone(removal):
    ids = ", ".join(f"'{one['id']}'" for one in removal.read)

    assert len(removal.read) == READ
    assert removal.query(f"SELECT count(*) FROM message WHERE conversation_id IN ({ids})") == [(0,)]


def test_what_is_redacted_here_is_masked_here_and_openai_is_asked_for_nothing(removal):
    ids = ", ".join(f"'{one['id']}'" for one in removal.masked)
    redacted = removal.objects(removal.redaction)

    assert [(one["state"], one["attempts"]) for one in redacted] == [("verified", 0)] * MASKED
    assert removal.query(f"SELECT count(*) FROM finding WHERE asset_id IN ({ids})") == [(0,)]
    assert removal.query(f"SELECT count(DISTINCT message_id) FROM message WHERE message_id IN ({ids})") == [
        (MASKED,)
    ]


def test_each_object_has_one_entry_and_none_was_gone_before(removal, objects):
    """A relay that is killed between the ledger and the outbox brings an entry again: its outbox number says that it is one."""
    entries = map(json.loads, removal.run("ledger", "tail", "--lines", "100000", "--json").splitlines())
    by_outbox = {
        one["outbox"]: one
        for one in entries
        if one["type"] == "remediation.object_done" and one["request"] != removal.redaction
    }
    done = by_outbox.values()

    assert Counter((one["action"], one["number"]) for one in done) == dict.fromkeys(
        ((one["action"], one["number"]) for one in objects), 1
    )
    assert {one["state"] for one in done} == {"done"}


def test_each_object_has_a_receipt_that_verifies(removal):
    keys = "\n".join(path.read_text() for path in removal.data_dir.glob("ledger/*/key.pub"))
    for request_id in (removal.deletion, removal.isolation, removal.redaction):
        report = verify_receipt(proven_receipt(removal, request_id), keys)

        assert (report.problems, report.is_pinned) == ([], True)
        told = {
            one["number"]: (one["object"], one["steps"][-1]["result"]) for one in report.summary["objects"]
        }
        assert told == {one["number"]: (one["id"], "verified") for one in removal.objects(request_id)}


def test_each_receipt_tells_what_openai_answered(removal):
    """That it is gone, or to whoever asks again after a lost answer, that there is no such thing."""
    answers = answers_by_object(removal)
    for request_id in (removal.deletion, removal.isolation):
        for one in json.loads(proven_receipt(removal, request_id))["summary"]["objects"]:
            [done] = [step for step in one["steps"] if step["what"] == "remediation.object_done"]

            assert done["status"] in answers[one["object"]]
            assert done["status"] == 404 or done["answer"]["id"] == one["object"]
            assert done["status"] == 200 or done["attempts"] > 1


def answers_by_object(removal):
    """The statuses of all requests that named it, as the simulator gave them."""
    answers = defaultdict(set)
    for one in removal.simulator.truth_delete_requests():
        for named in one["ids"].values():
            answers[named].add(one["status"])
    return answers


def proven_receipt(removal, request_id, *, seconds=30):
    """Of all its objects, as soon as the last entry is signed."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with removal.api("ann") as api:
            answer = api.get(f"/remediation/requests/{request_id}/receipt")
        assert answer.status_code == 200, answer.text
        if answer.json()["pending"] == 0:
            return answer.text
        time.sleep(0.5)
    raise AssertionError(f"not proven within {seconds} s")


def test_the_ledger_verifies(removal):
    assert removal.run("ledger", "verify").rstrip().endswith("OK")
