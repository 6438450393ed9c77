"""What an auditor sees of the evidence over HTTP: the logs, what signs them, and each entry without its payload."""

import httpx
import pytest

from unit.ledger.logs import make_log
from watchgate.http.application import create_app
from watchgate.http.permissions import Caller
from watchgate.http.routes import ROUTES
from watchgate.identity.roles import Role
from watchgate.ledger import api


@pytest.fixture
async def ask(tmp_path):
    """ask(path, role) -> the answer."""

    async def authenticate(token):
        return Caller("usr_x", "X", token, Role(token).permissions)

    app = create_app(
        [api.ledger_router(tmp_path)], authenticate=authenticate, statuses=api.STATUSES, routes=ROUTES
    )
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:

        async def ask(path, role=Role.AUDITOR):
            return await client.get(f"/api/v1/ledger{path}", headers={"Authorization": f"Bearer {role}"})

        yield ask


async def test_an_auditor_sees_logs_and_what_signs_them(ask, tmp_path):
    assert (await ask("/logs")).json() == {"data": [], "next_cursor": None}
    log = make_log(tmp_path, 9)

    [shown] = (await ask("/logs")).json()["data"]

    assert (shown["name"], shown["first_seq"], shown["problem"]) == (log.name, 0, None)
    assert shown["checkpoint"].splitlines()[1] == str(shown["signed_entries"])
    assert shown["public_key"] == (log / "key.pub").read_text().strip()


async def test_every_entry_is_read_page_by_page_without_payloads(ask, tmp_path):
    log = make_log(tmp_path, 9)
    rows, path = [], f"/logs/{log.name}/entries?limit=4"
    cursor = ""
    while cursor is not None:
        answer = (await ask(path + (f"&cursor={cursor}" if cursor else ""))).json()
        rows, cursor = rows + answer["data"], answer["next_cursor"]
    only = (await ask(f"/logs/{log.name}/entries?type=exchange.request&limit=200")).json()["data"]

    assert [one["seq"] for one in rows] == list(range(rows[0]["seq"], -1, -1))
    assert len(only) == 9
    assert {one["has_payload"] for one in only} == {True, False}
    assert "What of number" not in str(rows)


async def test_a_log_that_was_changed_is_said(ask, tmp_path):
    log = make_log(tmp_path, 9)
    path = log / "checkpoints"
    path.write_text(path.read_text().replace("\n10\n", "\n11\n").replace("\n9\n", "\n8\n"))

    [shown] = (await ask("/logs")).json()["data"]

    assert shown["problem"]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR, Role.ADMIN}))
async def test_it_is_for_auditors_and_administrators(ask, role):
    assert (await ask("/logs", role)).status_code == 403
    assert (await ask("/logs/gateway-0/entries", role)).status_code == 403


@pytest.mark.parametrize("log", ["gateway-9", "lock", "..%2fledger%2fgateway-0", "%2e%2e"])
async def test_what_is_no_log_is_not_there(ask, tmp_path, log):
    make_log(tmp_path, 1)

    assert (await ask(f"/logs/{log}/entries")).status_code in {404, 422}
