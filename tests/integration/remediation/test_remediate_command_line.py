"""`watchgate remediate …` against the API, over HTTP: each command acts as the person whose token it is given."""

import asyncio
import json
import os
import sys

import pytest
import typer
from typer.testing import CliRunner

from watchgate.kernel.errors import UserError
from watchgate.remediation.cli import register

CONVERSATION = "conversation:c1"
APP = typer.Typer()
register(APP)
COMMAND = APP.registered_groups[0].typer_instance


@pytest.fixture
async def remediate(address, tmp_path):
    """Runs the command as somebody; the exit code, and what it said."""

    async def run(who, *arguments, stdin=""):
        environment = {
            **os.environ,
            "WATCHGATE_API_URL": address,
            "WATCHGATE_API_TOKEN": who,
            "COLUMNS": "160",
            "HOME": str(tmp_path),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "watchgate", "remediate", *arguments),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=environment,
        )
        out, err = await asyncio.wait_for(process.communicate(stdin.encode()), 60)
        return process.returncode, out.decode(), err.decode()

    return run


async def planned(remediate, *more):
    arguments = ("plan", "--workspace", "Acme", "--action", "delete", "--reason", "A card number", "--json")
    code, out, err = await remediate("ann", *arguments, *(more or (CONVERSATION,)))
    assert code == 0, err
    return json.loads(out)


async def test_a_plan_can_be_understood_by_a_lawyer(place, remediate):
    code, out, err = await remediate(
        "ann", "plan", "--workspace", "Acme", "--action", "delete", "--reason", "A card number", CONVERSATION
    )

    assert code == 0, err
    for sentence in (
        "Delete 1 conversation",
        "nothing has changed",
        "1 there",
        "2 EMAIL_ADDRESS",
        "All its messages, those without findings as well.",
        "Log files that OpenAI has written already keep its text",
        "It takes about 1 s",
        "Every request needs a second person's approval.",
        "watchgate remediate request rem_",
    ):
        assert sentence in out, out
    assert place.upstream.changed == []


async def test_from_plan_to_approval_by_two_people(remediate):
    plan = await planned(remediate)

    requested = await remediate("ann", "request", plan["id"])
    by_herself = await remediate("ann-2", "approve", plan["id"])
    approved = await remediate("bo", "approve", plan["id"], "--comment", "Go on", "--json")
    shown = await remediate("viewer", "show", plan["id"])

    assert requested[0] == 0
    assert by_herself[0] == 2
    assert "Four eyes" in by_herself[2]
    assert json.loads(approved[1])["state"] == "approved"
    assert "approved by Bo" in shown[1]
    assert "Bo: Go on" in shown[1]


async def test_a_query_and_a_file_of_objects_name_them_as_well(remediate):
    by_query = await planned(remediate, "--entity", "EMAIL", "--from", "2026-11-01")
    code, out, err = await remediate(
        *("ann", "plan", "--workspace", "Acme", "--action", "delete", "--reason", "Old ones", "--json"),
        *("--objects-file", "-"),
        stdin='[{"kind": "memory", "id": "mem_1", "owner_id": "user-1", "parent_id": "ctx_1"}]',
    )

    assert [one["id"] for one in by_query["targets"]] == ["c1", "c2"]
    assert by_query["query"] == {"entity": "EMAIL_ADDRESS", "since": "2026-11-01T00:00:00.000000Z"}
    assert code == 0, err
    assert json.loads(out)["targets"][0]["parent_id"] == "ctx_1"


async def test_lists_comments_and_status(remediate):
    plan = await planned(remediate)

    await remediate("ann", "request", plan["id"])
    commented = await remediate("bo", "comment", plan["id"], "Has the owner been told?")
    listed = await remediate("viewer", "list", "--state", "requested")
    empty = await remediate("viewer", "list", "--state", "done")
    status = await remediate("viewer", "status", plan["id"])
    shown = json.loads((await remediate("viewer", "show", plan["id"], "--json"))[1])

    assert commented[0] == 0
    assert plan["id"] in listed[1]
    assert "There is no request" in empty[1]
    assert "waiting" in status[1]
    assert [one["text"] for one in shown["comments"]] == ["Has the owner been told?"]


async def test_a_watched_request_ends_when_it_is_done_and_failures_are_the_exit_code(place, remediate):
    request = await place.approved()
    watching = asyncio.create_task(remediate("viewer", "status", request["id"], "--watch"))

    await asyncio.sleep(1.5)
    assert not watching.done()
    await place.workplace.run("UPDATE remediation_object SET state = 'failed', note = 'Busy (503).'")
    await place.workplace.run("UPDATE remediation_request SET state = 'done'")

    code, out, err = await watching
    assert code == 1
    assert "Busy (503)." in out
    assert "1/1" in err


@pytest.mark.parametrize(
    ("who", "arguments", "said"),
    [
        ("nobody", ("list",), "valid API token"),
        ("viewer", ("approve", "rem_1"), "does not have the permission"),
        ("bo", ("approve", "rem_1"), "no such request"),
        ("bo", ("approve", "../../workspaces"), "not the id of a request"),
        ("ann", ("plan", "--workspace", "Acme", "--action", "delete", "--reason", "why"), "in one way"),
        ("ann", ("plan", "--workspace", "Acme", "--action", "delete", "--reason", "why", "c1"), "KIND:ID"),
        ("ann", ("plan", "--workspace", "Nix", "--action", "delete", "--reason", "why", CONVERSATION), "Nix"),
        (
            "ann",
            ("plan", "--workspace", "Acme", "--action", "delete", "--reason", "x", CONVERSATION),
            "too short",
        ),
        ("ann", ("list", "--api-url", "http://127.0.0.1:1"), "does not answer"),
        ("ann", ("list", "--api-url", "nonsense"), "api-url"),
        ("ann", ("list", "--token-file", "/nonexistent"), "--token-file"),
        ("ann", ("receipt", "rem_1", "--format", "pdf"), "--output"),
    ],
)
async def test_mistakes_are_told_with_what_to_do(address, who, arguments, said):
    environment = {"WATCHGATE_API_URL": address, "WATCHGATE_API_TOKEN": who}

    result = await asyncio.to_thread(CliRunner().invoke, COMMAND, arguments, env=environment)

    assert isinstance(result.exception, UserError), result.output
    assert said in str(result.exception)


async def test_without_a_token_it_says_where_to_put_one(remediate):
    code, _, err = await remediate("", "list")

    assert code == 2
    assert "WATCHGATE_API_TOKEN" in err
