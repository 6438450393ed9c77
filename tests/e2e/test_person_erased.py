"""A person asks to be erased: real processes do it, and then everything that is kept is read, byte by byte."""

import asyncio
import json
import re
import shlex
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import UUID
from zipfile import ZipFile

import httpx
import psycopg
import pytest

from e2e.leaks import Recorded, ask
from searching import Search, opened_keys
from watchgate.settings import load_settings
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.testing.simulator import RunningSimulator

PAGE = (Path(__file__).parents[2] / "docs" / "person-erasure.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
COMPLETE_S = 150
ERASED_S = 150
AN_HOUR = 3600


@pytest.fixture(scope="module")
def story():
    """Everything is ingested; somebody is erased; everything that is kept, before and after."""
    with ExitStack() as stack:
        # Not pytest's own folder: other sessions close it to the account that PostgreSQL runs under.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="wg-person-")))
        simulator = stack.enter_context(
            RunningSimulator("--messages", "300", "--people", "8", "--upload-hours", "1000", seed=19)
        )
        data_dir = folder / "data"
        server = EmbeddedPostgres(data_dir)
        server.start()  # here, so that our processes leave it running
        stack.callback(server.stop)
        recorded = Recorded(folder, _environment(simulator, data_dir))
        stack.callback(recorded.stop)
        story = SimpleNamespace(
            simulator=simulator, recorded=recorded, data_dir=data_dir, url=server.url, folder=folder
        )
        _enrol_and_ingest(story)
        story.person = _somebody(story)
        story.values = _values_of(story, story.person)
        _leave_traces(story)
        story.others = _rows_of_others(story)
        story.before = _search(story)
        _erase(story)
        story.after = _search(story)
        _read_everything_again(story)
        story.again = _search(story)
        recorded.run("ledger", "export", str(folder / "evidence.zip"))
        story.exported = _search_of_the_export(story)
        story.verdict = json.loads(recorded.run("ledger", "verify", "--json"))
        story.exit_codes = recorded.stop()
        yield story


def _environment(simulator, data_dir):
    return {
        "WATCHGATE_DATA_DIR": str(data_dir),
        "WATCHGATE_CHATGPT_BASE_URL": simulator.base_url,
        "WATCHGATE_REQUESTS_PER_MINUTE": "0",
        "WATCHGATE_POLL_INTERVAL_S": "5",
        "WATCHGATE_WORKER_PROCESSES": "1",
    }


def _enrol_and_ingest(story):
    key = story.folder / "key"
    key.write_text(story.simulator.keys["full"])
    enrol = ("workspaces", "enroll", "--name", "Office", "--workspace-id", story.simulator.workspace_id)
    enrol += ("--organization-id", story.simulator.organization_id, "--api-key-file", str(key))
    story.recorded.run(*enrol)
    story.recorded.start("worker", "--json")
    _until_complete(story)


def _until_complete(story):
    deadline = time.monotonic() + COMPLETE_S
    while not _is_complete(json.loads(story.recorded.run("ingest", "status", "--json"))[0]):
        assert time.monotonic() < deadline, "ingest is not complete"
        time.sleep(1)


def _is_complete(workspace):
    streams = workspace["streams"]
    has_asked = len(streams) == 10 and all(stream["last_polled_at"] for stream in streams)
    waits = any(stream["listed"] + stream["failed"] for stream in streams) or "pending" in workspace["files"]
    return has_asked and not waits


def _somebody(story):
    """Of whom a file is kept, and whose texts have most in them."""
    rows = _query(
        story,
        "SELECT user_id, email, name FROM person"
        " WHERE email IS NOT NULL AND name IS NOT NULL AND user_id IN (SELECT owner_id FROM file) ORDER BY 1",
    )
    people = [SimpleNamespace(user_id=row[0], email=row[1], name=row[2]) for row in rows]
    return max(people, key=lambda person: len(_values_of(story, person)))


def _values_of(story, person):
    """What was planted in what is theirs, and nowhere else."""
    owners = dict(_query(story, "SELECT conversation_id, owner_id FROM conversation"))
    theirs, others = set(), set()
    for planted in story.simulator.truth_planted():
        is_theirs = owners.get(planted.get("conversation_id")) == person.user_id
        (theirs if is_theirs else others).add(planted["value"])
    return sorted(value for value in theirs if not any(value in other for other in others))


def _leave_traces(story):
    """What people say of the person in the control plane: a reveal, a plan, a comment."""
    run = story.recorded.run
    story.server = run_server = story.recorded.start("server", "--json", "--listen", "127.0.0.1:0")[
        "listening"
    ]
    for name, role in (("ann", "analyst"), ("bo", "approver")):
        run("users", "create", f"{name}@watch.example", "--name", name.title(), "--role", role)
    story.tokens = {
        name: _token(story, role, "--for", f"{name}@watch.example")
        for name, role in (("ann", "analyst"), ("bo", "approver"))
    }
    looks = _token(story, "admin", "--permission", "read", "--permission", "reveal")
    (conversation, message), *_ = _query(
        story,
        "SELECT conversation_id, message_id FROM message WHERE author_id = %s LIMIT 1",
        story.person.user_id,
    )
    wanted = {"reason": f"{story.person.name} <{story.person.email}> asked", "message_ids": [message]}
    place = f"/conversations/{story.simulator.workspace_id}/{conversation}/reveal"
    ask(run_server, looks, "POST", place, json=wanted)
    for path in (f"/people?email={story.person.email}", f"/findings?person={story.person.user_id}"):
        assert ask(run_server, looks, "GET", path)["data"]
    rule = {
        "workspace_id": story.simulator.workspace_id,
        "name": "Mail",
        "query": {"person": story.person.email},
    }
    rule |= {"action": "redact", "reason": f"What {story.person.name} writes", "grace_hours": 24}
    ann = story.tokens["ann"]
    _post(run_server, ann, "/remediation/rules", rule)
    (other,), *_ = _query(
        story,
        "SELECT conversation_id FROM conversation WHERE owner_id <> %s ORDER BY 1 LIMIT 1",
        story.person.user_id,
    )
    plan = {"workspace_id": story.simulator.workspace_id, "action": "delete"}
    plan |= {
        "reason": f"Was sent to {story.person.email}",
        "targets": [{"kind": "conversation", "id": other}],
    }
    planned = _post(run_server, ann, "/remediation/requests", plan)["id"]
    about = f"/remediation/requests/{planned}"
    _post(run_server, ann, f"{about}/comments", {"text": f"{story.person.name} agrees"})
    ask(run_server, ann, "POST", f"{about}/withdraw", json={})


def _post(url, token, path, body):
    answer = httpx.post(
        f"{url}/api/v1{path}", json=body, headers={"Authorization": f"Bearer {token}"}, timeout=30
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def _token(story, role, *more):
    made = story.recorded.run("tokens", "create", "--name", "e2e", "--role", role, *more, "--json")
    return json.loads(made)["token"]


def remediate(story, who, *arguments):
    """As *who*; what it printed as JSON."""
    file = story.folder / f"token-{who}"
    file.write_text(story.tokens[who])
    given = ("--json", "--api-url", story.server, "--token-file", str(file))
    out = story.recorded.run("remediate", *arguments, *given)
    return json.loads(out)


def _erase(story):
    """With the commands of the page."""
    ask_for_it, decide, follow = BLOCKS
    known = {"$PERSON": story.person.email, "Ticket 17": f"Ticket 17 of {story.person.name}"}
    plan, _ = _commands(ask_for_it, known)
    story.plan = remediate(story, "ann", *plan)
    story.request_id = known["$REQUEST"] = story.plan["id"]
    remediate(story, "ann", *_commands(ask_for_it, known)[1])
    known["Checked"] = f"Told {story.person.email}, checked"
    remediate(story, "bo", *_commands(decide, known)[0])
    status, show = _commands(follow, known)
    deadline = time.monotonic() + ERASED_S
    while True:
        seen = ask(story.server, story.tokens["ann"], "GET", f"/remediation/requests/{story.request_id}")
        if seen["erasure"]["state"] in {"erased", "stopped"}:
            break
        assert time.monotonic() < deadline, seen
        if seen["state"] in {"done", "verified"}:
            story.simulator.advance_clock(AN_HOUR)  # the audit log comes with a delay
        time.sleep(2)
    remediate(story, "ann", *status)
    story.request = remediate(story, "ann", *show)


def _commands(block, known):
    """The arguments of each command of a block of the page, with the variables that are known."""
    for name, value in known.items():
        block = block.replace(name, value)
    return [shlex.split(line)[2:] for line in block.splitlines() if line.startswith("watchgate remediate ")]


def _read_everything_again(story):
    """As if OpenAI listed all its log files anew."""
    with psycopg.connect(story.url) as connection:
        connection.execute("UPDATE log_file SET state = 'listed', next_attempt_at = NULL, settled_at = NULL")
        connection.execute("DELETE FROM log_stream")
    _until_complete(story)


def _rows_of_others(story):
    """How much there is of everybody else (our own calls, which are listed as events, go on)."""
    counts = {}
    for table, owner in (
        ("conversation", "owner_id"),
        ("message", "author_id"),
        ("file", "owner_id"),
        ("person", "user_id"),
        ("finding", "owner_id"),
        ("event", "actor_id"),
        ("finding_day", "owner_id"),
    ):
        rows = _query(
            story,
            f"SELECT {owner}, count(*) FROM {table} WHERE {owner} <> %s AND {owner} NOT LIKE 'sk-%%' GROUP BY 1",
            story.person.user_id,
        )
        counts[table] = dict(rows)
    return counts


def _query(story, statement, *values):
    with psycopg.connect(story.url) as connection:
        return connection.execute(statement, values or None).fetchall()


def _new_search(story):
    return Search([*story.values, story.person.user_id, story.person.email, story.person.name])


def _search_of_the_export(story):
    search = _new_search(story)
    with ZipFile(story.folder / "evidence.zip") as bundle:
        for name in bundle.namelist():
            search.look(f"export {name}", bundle.read(name))
    return search


def _search(story):
    """Every row, every file of ours, and everything that our processes wrote to standard error."""
    search = _new_search(story)
    search.rows(story.url, asyncio.run(_keys(story)))
    search.files(story.data_dir)
    for path, text in story.recorded.of_kind(".err").items():
        search.look(f"log {path.name}", text)
    return search


async def _keys(story):
    database = Database(story.url)
    try:
        return await opened_keys(database, Keyring(key_encryption(load_settings(data_dir=story.data_dir))))
    finally:
        await database.close()


def test_the_search_finds_each_value_as_long_as_it_is_there(story):
    assert len(story.values) >= 5
    assert [value for value, places in story.before.found.items() if not places] == []


def test_afterwards_it_finds_none_anywhere(story):
    assert story.request["note"] is None
    assert story.after.looked > 100_000
    assert story.after.standing == {}


def test_nor_after_every_log_file_was_read_again(story):
    assert story.again.standing == {}


def test_nor_in_the_evidence_that_is_handed_out(story):
    assert story.exported.looked > 10_000
    assert story.exported.standing == {}


def test_nothing_of_anybody_else_is_missing(story):
    assert _rows_of_others(story) == story.others


def test_at_openai_everything_of_the_person_is_deleted_once_and_nothing_else(story):
    """Some files are gone before they are asked for: with their conversation."""
    deleted = [(one["kind"], one["id"]) for one in story.simulator.truth_deletes()]
    asked_for = story.request["targets"]
    answered = [(one["kind"], one["id"]) for one in asked_for if one["upstream_status"] == 200]

    assert sorted(deleted) == sorted(answered)
    assert {one["kind"] for one in asked_for if one["upstream_status"] != 200} <= {"file"}
    assert {one["state"] for one in asked_for} <= {"verified", "not_verifiable"}
    assert {"conversation", "file"} < {one["kind"] for one in asked_for}


def test_the_ledger_verifies_and_says_that_somebody_was_erased(story):
    assert story.verdict["ok"]
    lines = b"".join(path.read_bytes() for path in (story.data_dir / "ledger").rglob("*.log")).splitlines()
    entries = [json.loads(line.split(b"\t")[0]) for line in lines if b'"type"' in line]
    (erased,) = [one for one in entries if one.get("type") == "person.erased"]
    assert (erased["request"], erased["is_complete"]) == (story.request_id, True)
    assert UUID(erased["workspace"]) == UUID(story.simulator.workspace_id)


def test_what_was_asked_for_is_still_known_but_not_of_whom(story):
    assert story.request["reason"] == "Ticket 17 of [erased]"
    assert story.request["state"] == "verified"


def test_the_processes_ended_well(story):
    assert story.exit_codes == [0, 0]
