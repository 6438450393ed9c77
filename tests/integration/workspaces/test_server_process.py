"""`watchgate server` as a real process: it makes the first token, answers, and stops politely."""

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


def test_the_first_token_is_printed_once_and_opens_the_door(start, tmp_path):
    with start() as server:
        url = server.ready["listening"]
        token = (tmp_path / "bootstrap-token").read_text().strip()
        assert token in server.errors

        assert httpx.get(f"{url}/api/v1/workspaces").status_code == 401
        answer = httpx.get(f"{url}/api/v1/workspaces", headers={"Authorization": f"Bearer {token}"})

        assert answer.json() == {"data": [], "next_cursor": None}
        assert not (tmp_path / "bootstrap-token").exists()
    assert server.process.returncode == 0

    with start() as server:
        assert "token" not in server.errors


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

    assert "token.created" in types
    assert report.ok
