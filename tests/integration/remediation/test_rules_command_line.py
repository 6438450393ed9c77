"""`watchgate remediate rules …` against the API, over HTTP."""

import asyncio
import json
import os
import sys
from contextlib import asynccontextmanager

import pytest

from integration.remediation.test_rules import Ruled
from watchgate.http.server import bind, serve, url_of


@asynccontextmanager
async def served(app):
    """Where the app is served."""
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop, ready.set))
    await ready.wait()
    try:
        yield url_of(listener)
    finally:
        stop.set()
        await serving
        listener.close()


@pytest.fixture
async def rules(place, tmp_path):
    """Runs the command as somebody; what it said, and how it ended."""
    async with served(Ruled(place).app) as address:
        yield commands(address, tmp_path)


def commands(address, home):
    async def run(who, *arguments):
        said = {
            "WATCHGATE_API_URL": address,
            "WATCHGATE_API_TOKEN": who,
            "COLUMNS": "200",
            "HOME": str(home),
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "watchgate", "remediate", "rules", *arguments),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **said},
        )
        out, err = await asyncio.wait_for(process.communicate(), 60)
        return process.returncode, out.decode(), err.decode()

    return run


async def test_a_rule_is_made_read_approved_switched_and_removed(rules):
    empty = await rules("viewer", "list")
    made = await rules(
        "ann",
        *("create", "--workspace", "Acme", "--name", "Cards", "--entity", "EMAIL", "--action", "delete"),
        *("--reason", "No addresses in chats", "--notice", "mail", "--json"),
    )
    rule = json.loads(made[1])
    own = await rules("ann-2", "approve", rule["id"], "--version", "1")
    approved = await rules("bo", "approve", rule["id"], "--version", "1")
    off = await rules("ann", "off", rule["id"], "--json")
    listed = await rules("viewer", "list")
    removed = await rules("ann", "remove", rule["id"])
    gone = await rules("viewer", "show", rule["id"])

    assert "There is no rule yet" in empty[1]
    assert made[0] == 0, made[2]
    assert own[0] != 0
    assert "Four eyes" in own[2]
    assert "of the rule, by Bo" in approved[1]
    assert json.loads(off[1])["is_on"] is False
    assert "Cards" in listed[1]
    assert removed[0] == 0
    assert "There is no such rule" in gone[2]


async def test_a_rule_without_a_condition_is_refused_with_what_to_do(rules):
    code, _, err = await rules(
        "ann",
        "create",
        "--workspace",
        "Acme",
        "--name",
        "All",
        "--action",
        "delete",
        "--reason",
        "Everything",
    )

    assert code != 0
    assert "Give at least one" in err
