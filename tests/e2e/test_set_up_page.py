"""The page behind a one-time link, in a real DOM with its own script, against the real server."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from postgres import fresh_database
from watchgate.testing.processes import RunningProcess

NODE = Path(__file__).parent / "node"
PASSWORD = "a sentence nobody says"
ANSWERS = {"name": "Ada Lovelace", "email": "ada@example.com", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    url, drop = fresh_database()
    folder = str(tmp_path_factory.mktemp("data"))
    arguments = ["watchgate", "server", "--json", "--listen", "127.0.0.1:0", "--data-dir", folder]
    with RunningProcess(arguments, environment={"WATCHGATE_DATABASE_URL": url}) as process:
        process.link = re.search(r"^http\S+/setup#\S+$", process.errors, re.MULTILINE)[0]
        yield process
    drop()


def open_page(link, **answers):
    done = subprocess.run(
        [shutil.which("node"), "page.mjs", link, json.dumps({**ANSWERS, **answers})],
        cwd=NODE,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def test_the_first_administrator_makes_an_account_once(server):
    differing = open_page(server.link, again="something else")
    weak = open_page(server.link, password="ada@example.com", again="ada@example.com")
    done = open_page(server.link)
    again = open_page(server.link)

    assert differing["said"] == "The two passwords are not the same."
    assert "password" in weak["said"].lower()
    assert done["asks"] == ["name", "email", "password", "again"]
    assert done["said"] == "Done. You are signed in as Ada Lovelace (admin)."
    assert "not valid" in again["said"]
    assert done["problems"] == []


def test_the_secret_leaves_the_address_bar(server):
    opened = open_page(server.link, again="something else")

    assert opened["address"] == server.link.partition("#")[0]


def test_an_invitation_asks_for_a_password_only(server):
    opened = open_page(server.link.replace("/setup#", "/invitation#"))

    assert opened["asks"] == ["password", "again"]
    assert "not valid" in opened["said"]


def test_without_a_secret_the_page_says_what_is_missing(server):
    opened = open_page(server.link.partition("#")[0])

    assert not opened["isFormShown"]
    assert "Open the whole link again" in opened["said"]
