"""`watchgate server` as a real process: it lets the first administrator in, answers, and stops politely."""

import json
import os
import re
import subprocess
import sys

import httpx
import pytest

from watchgate.ledger.tail import newest
from watchgate.ledger.verify import verify_folder
from watchgate.testing.processes import RunningProcess, StartFailed


@pytest.fixture
def start(postgres_url, tmp_path):
    """start() -> the server as a process that has not begun yet."""

    def start(listen="127.0.0.1:0"):
        environment = {"WATCHGATE_DATABASE_URL": postgres_url}
        arguments = ["watchgate", "server", "--json", "--listen", listen]
        return RunningProcess([*arguments, "--data-dir", str(tmp_path)], environment=environment)

    return start


@pytest.fixture
def command(postgres_url, tmp_path):
    """command("users", …) -> what `watchgate users …` said, on the same database."""

    def command(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "watchgate", *arguments, "--data-dir", str(tmp_path)],
            env={**os.environ, "WATCHGATE_DATABASE_URL": postgres_url},
            capture_output=True,
            text=True,
            check=False,
        )

    return command


def test_the_link_that_is_printed_lets_the_first_administrator_in_once(start):
    with start() as server:
        url = server.ready["listening"]
        (link,) = re.findall(rf"^{url}/setup#(\S+)$", server.errors, re.MULTILINE)
        body = {"secret": link, "email": "ada@example.com", "name": "Ada", "password": "nobody says this"}

        assert httpx.get(f"{url}/api/v1/workspaces").status_code == 401
        assert httpx.get(f"{url}/setup").status_code == 200
        signed_in = httpx.post(f"{url}/api/v1/setup", json=body)
        answer = httpx.get(f"{url}/api/v1/workspaces", cookies=signed_in.cookies)
        again = httpx.post(f"{url}/api/v1/setup", json=body)

        assert answer.json() == {"data": [], "next_cursor": None}
        assert again.status_code == 404
    assert server.process.returncode == 0

    with start() as server:
        assert "setup" not in server.errors


def test_another_link_is_to_be_had_until_there_is_an_administrator(start, command):
    with start() as server:
        url = server.ready["listening"]
        made = command("users", "setup-link", "--url", url, "--json")
        secret = json.loads(made.stdout)["link"].removeprefix(f"{url}/setup#")
        body = {"secret": secret, "email": "ada@example.com", "name": "Ada", "password": "nobody says this"}
        assert httpx.post(f"{url}/api/v1/setup", json=body).status_code == 201

    refused = command("users", "setup-link")

    assert refused.returncode == 2
    assert "There is an administrator already" in refused.stderr


def test_health_and_readiness_are_public(start):
    with start() as server:
        url = server.ready["listening"]

        assert httpx.get(f"{url}/healthz").json() == {"status": "ok"}
        assert httpx.get(f"{url}/readyz").json() == {"status": "ok"}


def test_it_says_plainly_that_the_port_is_in_use(start):
    with start() as server:
        address = server.ready["listening"].removeprefix("http://")

        with (
            pytest.raises(StartFailed, match=f"Cannot listen on {address}: Address already in use"),
            start(address),
        ):
            pass


def test_what_happens_reaches_the_ledger_and_verifies(start, tmp_path):
    with start():
        pass

    types = [shown.entry["type"] for shown in newest(tmp_path, 10, with_payload=False)]
    report = verify_folder(tmp_path)

    assert "link.made" in types
    assert report.ok
