"""What the page about identity shows is what happens: its commands, one after the other, on one database."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from postgres import fresh_database
from tokens import make_token
from watchgate.http.permissions import GRANTED_ONLY
from watchgate.identity import events as people
from watchgate.identity.people.passwords import MAX_CHARS, MIN_CHARS
from watchgate.identity.roles import Role
from watchgate.identity.tokens import events as tokens
from watchgate.testing.processes import RunningProcess

PAGE = (Path(__file__).parents[2] / "docs" / "identity.md").read_text()
BLOCKS = [text for kind, text in re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL) if kind == "sh"]
BIN = Path(sys.executable).parent


@pytest.fixture
def shell(tmp_path):
    """shell(script) -> what it said; against a server of the same database."""
    url, drop = fresh_database()
    data_dir = tmp_path / "data"
    environment = {"WATCHGATE_DATABASE_URL": url, "WATCHGATE_DATA_DIR": str(data_dir), "COLUMNS": "250"}
    with RunningProcess(
        ["watchgate", "server", "--json", "--listen", "127.0.0.1:0"], environment=environment
    ) as server:
        known = {
            **os.environ,
            **environment,
            "PATH": f"{BIN}:/usr/bin:/bin",
            "TOKEN": make_token(data_dir, url),
        }

        def shell(script):
            here = script.replace("http://127.0.0.1:8080", server.ready["listening"])
            done = subprocess.run(
                ["bash", "-euc", here], env=known, capture_output=True, text=True, timeout=120, check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        yield shell
    drop()


def eventually(asking, is_enough):
    """Entries are on their way for a moment."""
    deadline = time.monotonic() + 30
    while not is_enough(said := asking()):
        assert time.monotonic() < deadline, said
        time.sleep(0.2)
    return said


def test_the_commands_do_what_the_page_says(shell):
    making, password, ending, of_tokens, over_http, evidence = BLOCKS

    made = shell(making)
    shell(password)
    ada, bo = [json.loads(shell(f"watchgate users show {name}@example.com --json")) for name in ("ada", "bo")]
    tokens_made = shell(of_tokens)
    shell(ending)
    eve = shell(over_http)
    read = eventually(lambda: shell(evidence), lambda said: said.count('"type":"person.created"') == 3)
    left = {one["email"] for one in json.loads(shell("watchgate users list --json"))}

    assert made.count("/invitation#") == 2
    assert (ada["role"], ada["grants"], ada["has_password"]) == ("approver", ["reveal"], True)
    assert (bo["role"], bo["workspaces"]) == ("approver", None)
    assert f"{ada['id']}" in tokens_made
    assert "approver: read" in tokens_made
    assert '"link":"/invitation#' in eve
    assert '"role":"admin"' in eve
    assert '"name":"control-0"' in read
    assert "example.com" not in read
    assert left == {"ada@example.com", "eve@example.com"}


def test_the_page_names_what_there_is():
    roles = re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)
    entries = set(re.findall(r"`((?:person|password|token)\.\w+)`", PAGE))
    words = {value for room in (people, tokens) for name, value in vars(room).items() if name.isupper()}

    assert roles == [role.value for role in Role]
    assert all(f"`{grant.value}`" in PAGE for grant in GRANTED_ONLY)
    assert entries == words
    assert f"{MIN_CHARS} to {MAX_CHARS} characters" in PAGE
