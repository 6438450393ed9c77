"""What `docs/remediation.md` shows is what happens: each of its examples is run as it stands, by the person it is about."""

import asyncio
import json
import os
import re
import sys
from pathlib import Path

from watchgate.http.permissions import Permission
from watchgate.identity.roles import Role
from watchgate.remediation.model import ACTIONS, Action, Kind

PAGE = (Path(__file__).parents[3] / "docs" / "remediation.md").read_text()
BLOCKS = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
EXAMPLE = "68770f2e-1b3c-8011-9f3d-5d2a4c6e7f80"


async def sh(line, who, address, request=""):
    environment = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": "/nonexistent",
        "WATCHGATE_API_URL": address,
        "WATCHGATE_API_TOKEN": who,
        "REQUEST": request,
        "COLUMNS": "160",
    }
    process = await asyncio.create_subprocess_exec(
        *("bash", "-euc", line),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env=environment,
    )
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, (line, out.decode())
    return out.decode()


async def test_the_examples(place, address):
    asks, decides, follows, program = BLOCKS
    first, by_query, request = asks.replace(f"conversation:{EXAMPLE}", "conversation:c1").splitlines()

    planned = await sh(first, "ann", address)
    found = re.search(r"remediate request (rem_\w+)", planned)[1]
    assert "EMAIL_ADDRESS" in await sh(by_query, "ann", address)
    await sh(request, "ann", address, found)
    for line in decides.splitlines():
        await sh(line, "bo", address, found)
    assert await place.state(found) == "approved"
    for line in follows.splitlines():
        await sh(line, "ann", address, found)
    assert await place.state(found) == "withdrawn"
    assert json.loads(await sh(program, "ann", address))["plan"]["objects"] == 2


def rows(first_cell):
    """The cells of each line of a table whose first cell matches."""
    lines = re.findall(r"^\|(.*)\|$", PAGE, re.MULTILINE)
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [row for row in cells if re.match(first_cell, row[0])]


def test_the_table_of_kinds_is_the_programs():
    said = {
        Kind(kind): {action for action, mark in zip(Action, marks, strict=True) if mark}
        for kinds, *marks, _ in rows("`[a-z]")
        for kind in re.findall(r"`(\w+)`", kinds)
    }

    assert said == {kind: set(actions) for kind, actions in ACTIONS.items()}


def test_the_table_of_roles_is_the_programs():
    needed = {
        "see": Permission.READ,
        "plan": Permission.REQUEST,
        "comment": Permission.TAKE_PART,
        "approve": Permission.APPROVE,
    }
    columns = [{Role.VIEWER, Role.AUDITOR}, {Role.ANALYST}, {Role.APPROVER}, {Role.ADMIN}]

    for words, *marks in rows("(see|plan|comment|approve)[ ,]"):
        permission = needed[words.split()[0].strip(",")]
        able = {role for mark, roles in zip(marks, columns, strict=True) if mark for role in roles}
        assert able == {role for role in Role if permission in role.permissions}, words
    assert all(Permission.EMERGENCY not in role.permissions for role in Role)
