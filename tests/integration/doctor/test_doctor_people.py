"""What `watchgate doctor` says of who may come in, by which way, and of the clock that decides how long."""

import asyncio
import json
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from watchgate.doctor.checks import clock, public_address, session_limits
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.settings import Settings
from watchgate.storage.database import Database

NOWHERE = Path("nowhere")
NOBODY_THERE = "http://127.0.0.1:9"
PASSWORD = Content("a sentence nobody says")


def as_people(postgres_url, doing):
    async def opened():
        database = Database(postgres_url, pool_size=2)
        try:
            await doing(People(database, utc_now))
        finally:
            await database.close()

    asyncio.run(opened())


def test_without_an_administrator_the_way_to_the_first_is_said(examine, postgres_url):
    line = examine("--database-url", postgres_url).one("administrators")

    assert line["status"] == "warning"
    assert "watchgate users setup-link" in line["remedy"]


def test_only_who_can_sign_in_and_reaches_everything_counts(examine, postgres_url):
    async def nearly(people):
        await people.create("invited@example.com", "I", Role.ADMIN)
        await people.create("limited@example.com", "L", Role.ADMIN, password=PASSWORD, workspaces=frozenset())
        await people.create("viewer@example.com", "V", Role.VIEWER, password=PASSWORD)
        gone = await people.create("gone@example.com", "G", Role.ADMIN, password=PASSWORD)
        await people.create("last@example.com", "A", Role.ADMIN, password=PASSWORD)
        await people.disable(gone.id, by=AT_THE_MACHINE)

    as_people(postgres_url, nearly)
    report = examine("--database-url", postgres_url)

    assert report.one("administrators")["detail"] == "1 can sign in"
    assert report.status("database clock") == "ok"


def test_administrators_of_a_provider_that_is_gone_cannot_come(examine, postgres_url):
    async def elsewhere(people):
        await people.signed_in_elsewhere(
            issuer="https://login.corp.example",
            subject="1",
            email="ada@example.com",
            name="Ada",
            role=Role.ADMIN,
            grants=frozenset(),
            workspaces=None,
        )

    as_people(postgres_url, elsewhere)
    sign_in = {
        "issuer": "https://login.corp.example",
        "client_id": "watchgate",
        "groups": {"g": {"role": "admin"}},
    }

    without = examine("--database-url", postgres_url)
    with_it = examine("--database-url", postgres_url, WATCHGATE_SIGN_IN=json.dumps({"corp": sign_in}))

    assert "not in the settings any more" in without.one("administrators")["detail"]
    assert with_it.status("administrators") == "ok"


@pytest.mark.parametrize(
    ("said", "status", "detail"),
    [
        ({}, "ok", "this machine only"),
        ({"listen": "[::1]:8080"}, "ok", "this machine only"),
        ({"listen": "0.0.0.0:8080"}, "warning", "protects nothing"),
        ({"public_url": "http://watchgate.example"}, "warning", "not https"),
        ({"public_url": "http://localhost:8080"}, "ok", "http://localhost:8080"),
        ({"public_url": "https://watchgate.example"}, "warning", "no proxy is trusted"),
        ({"public_url": "https://watchgate.example", "trusted_proxies": ("10.0.0.7",)}, "ok", "https://"),
    ],
)
async def test_the_way_in_is_protected(said, status, detail):
    [line] = await public_address.look(Settings(data_dir=NOWHERE, **said))

    assert line.status == status
    assert detail in line.detail


@pytest.mark.parametrize(
    ("idle", "hours", "status"),
    [(30, 12, "ok"), (60, 24, "ok"), (61, 12, "warning"), (30, 25, "warning")],
)
async def test_sign_ins_that_last_too_long_are_said(idle, hours, status):
    [line] = await session_limits.look(
        Settings(data_dir=NOWHERE, session_idle_minutes=idle, session_hours=hours)
    )

    assert line.status == status


@contextmanager
def host_that_thinks_it_is(moment):
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response_only(404)
            if moment:
                self.send_header("Date", format_datetime(moment, usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("ahead", "status", "said"),
    [
        (timedelta(), "ok", "agrees"),
        (timedelta(seconds=-30), "warning", "behind"),
        (timedelta(minutes=10), "failed", "ahead of"),
        (None, "warning", "nobody could be asked"),
    ],
)
async def test_a_clock_that_is_wrong_is_said(ahead, status, said):
    with host_that_thinks_it_is(datetime.now(UTC) - ahead if ahead is not None else None) as url:
        [line] = await clock.look(Settings(data_dir=NOWHERE, openai_base_url=url, chatgpt_base_url=url))

    assert line.status == status
    assert said in line.detail


def test_what_is_looked_at_depends_on_being_offline(examine):
    report = examine()

    assert report.of("clock") == report.of("mail server") == []
    assert [report.status(name) for name in ("public address", "sessions", "notices")] == ["ok"] * 3


class Silent:
    """A mail server's handler; mail is not expected."""


class OnAnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def test_the_mail_server_is_greeted_and_one_that_is_not_there_is_named(examine):
    controller = OnAnyPort(Silent(), hostname="127.0.0.1", port=0)
    controller.start()
    hosts = {"WATCHGATE_OPENAI_BASE_URL": NOBODY_THERE, "WATCHGATE_CHATGPT_BASE_URL": NOBODY_THERE}
    try:
        there, gone = (
            examine(offline=False, WATCHGATE_NOTICES=json.dumps(_mail(port)), **hosts)
            for port in (controller.port, 9)
        )
    finally:
        controller.stop()

    assert there.one("notices")["detail"] == "by mail"
    assert there.status("mail server") == "ok"
    assert gone.status("mail server") == "failed"
    assert "SMTPConnectError" in gone.one("mail server")["detail"]


def test_mail_settings_that_make_no_sense_are_told(examine):
    report = examine(WATCHGATE_NOTICES='{"mail": {"host": "mail.example", "sender": "nobody"}}')

    assert report.status("notices") == "failed"
    assert "notices.mail.sender" in report.one("notices")["detail"]


def _mail(port):
    return {
        "mail": {"host": "127.0.0.1", "port": port, "security": "none", "sender": "watchgate@example.com"}
    }
