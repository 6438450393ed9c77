"""500 objects of every kind are deleted while OpenAI fails and workers are killed: each exactly once, none other, each verified."""

import json
from collections import Counter

import pytest

from e2e.losing_nothing import own_folder
from e2e.removing import Removal
from watchgate.testing.simulator import RunningSimulator

OFFICE = ("--messages", "1500", "--people", "40", "--days", "5")
FAULTS = {"delete-5xx": 0.05}
OBJECTS = 500
KILLS = 3


@pytest.fixture(scope="module")
def removal():
    with (
        RunningSimulator(*OFFICE) as simulator,
        own_folder() as folder,
        Removal(simulator, folder) as removal,
    ):
        removal.until_complete(kills=0, seconds=120)
        simulator.faults(FAULTS)
        removal.request_id = removal.approved(targets_of(removal))
        removal.killing_workers(removal.request_id, kills=KILLS, state="done", seconds=120)
        simulator.faults({})
        for _ in range(3):  # the audit log's files are written every ten minutes
            simulator.advance_clock(660)
        removal.killing_workers(removal.request_id, kills=0, state="verified", seconds=90)
        yield removal


def targets_of(removal):
    conversations = removal.query(
        "SELECT conversation_id, owner_id FROM conversation WHERE owner_id IS NOT NULL ORDER BY 1 LIMIT 300"
    )
    return [{"kind": "conversation", "id": one, "owner_id": owner} for one, owner in conversations]


@pytest.fixture(scope="module")
def objects(removal):
    return removal.objects(removal.request_id)


def test_three_workers_were_killed(removal):
    assert removal.kills["worker"] == KILLS


def test_each_object_was_deleted_exactly_once_and_none_other(removal, objects):
    wanted = Counter((one["kind"], one["id"]) for one in objects)
    deleted = Counter((one["kind"], one["id"]) for one in removal.simulator.truth_deletes())

    assert len(wanted) >= OBJECTS
    assert deleted == wanted


def test_each_object_is_verified(objects):
    assert Counter(one["state"] for one in objects) == {"verified": len(objects)}


def test_each_object_has_one_entry_that_it_is_done(removal, objects):
    entries = map(json.loads, removal.run("ledger", "tail", "--lines", "100000", "--json").splitlines())
    done = Counter(one["number"] for one in entries if one["type"] == "remediation.object_done")

    assert done == dict.fromkeys((one["number"] for one in objects), 1)


def test_the_ledger_verifies(removal):
    assert removal.run("ledger", "verify").rstrip().endswith("OK")
