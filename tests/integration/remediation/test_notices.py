"""Notices on their way: to a real mail server, and to a real program that answers over HTTP."""

import asyncio
import json
import ssl
import subprocess
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from integration.catalog.workplace import ACME, Workplace
from watchgate.kernel.content import Content
from watchgate.remediation.notices.configuration import notifying
from watchgate.remediation.notices.model import Channel, Facts, NoticeState
from watchgate.remediation.notices.service import MOST_ATTEMPTS, Notices, To
from watchgate.remediation.notices.webhook import signature

ADDRESS = "ada@acme.example"
FACTS = Facts(
    "Acme <b>",
    "delete",
    {"conversation": 2, "file": 1},
    ("CREDIT_CARD", "IBAN"),
    "2026-11-01",
    "2026-11-20",
    "2026-11-30 09:00 UTC",
    "rem_1",
    "privacy@acme.example",
)
SECRET = "shared secret"


class Inbox:
    """What a mail server was given; `refuses` is what it says to recipients."""

    def __init__(self):
        self.mails, self.refuses = [], None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802 -- aiosmtpd's name
        if self.refuses:
            return self.refuses
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        from email import message_from_bytes
        from email.policy import default

        self.mails.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"


class OnAnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(inbox, **more):
    controller = OnAnyPort(inbox, hostname="127.0.0.1", port=0, **more)
    controller.start()
    try:
        yield controller.port
    finally:
        controller.stop()


@contextmanager
def webhook(status=204, **headers):
    """A program that answers; what it was sent."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append((self.path, dict(self.headers), body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hook?x=1", got
        finally:
            server.shutdown()
            thread.join()


class Place:
    """Notices on a real database; `now` can be moved."""

    def __init__(self, database, keyring):
        self.database, self.keyring = database, keyring
        self.now = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def notices(self, **settings):
        return Notices(self.database, self.keyring, notifying(settings), lambda: self.now)

    async def add(self, notices, channel, address=ADDRESS, owner="user-1", facts=FACTS):
        to = To(ACME, owner, Content(address) if address else None)
        async with self.database.begin() as tx:
            return await notices.add(tx, "rem_1", to, channel, facts)

    async def ledger(self):
        from watchgate.ledger.outbox import store

        async with self.database.begin() as tx:
            waiting = await store.oldest(tx, 100)
        return [one for one in waiting if "notice" in one.type]


@pytest.fixture
async def place(database):
    workplace = Workplace(database)
    await workplace.enrol()
    return Place(database, workplace.keyring)


def to_server(port, **more):
    return {
        "mail": {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "sender": "watchgate@acme.example",
            **more,
        }
    }


@pytest.fixture
def hook(monkeypatch):
    monkeypatch.setenv("HOOK_SECRET", SECRET)
    return lambda url, **more: {
        "webhook": {"url": url, "secret_ref": "env:HOOK_SECRET", "allow_private": True, **more}
    }


async def test_an_owner_gets_a_mail_that_says_what_will_happen_and_whom_to_ask(place):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        await place.add(notices, Channel.MAIL)

        assert await notices.send_due() == 1
        assert await notices.send_due() == 0

    [mail] = inbox.mails
    [notice] = await notices.of_request("rem_1", "", 10)
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["To"] == ADDRESS
    assert mail["Message-ID"] == f"<{notice.id}@acme.example>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "2026-11-30 09:00 UTC" in mail["Subject"]
    for said in ("2 x conversation", "CREDIT_CARD, IBAN", "privacy@acme.example", "rem_1", "deleted"):
        assert said in text
    assert "Acme &lt;b&gt;" in html
    assert (notice.state, notice.attempts) == (NoticeState.SENT, 1)


async def test_the_address_is_kept_sealed_and_no_longer_than_needed(place):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        await place.add(notices, Channel.MAIL)
        [waiting] = await notices.of_request("rem_1", "", 10)
        await notices.send_due()
        [sent] = await notices.of_request("rem_1", "", 10)

    entries = await place.ledger()
    assert waiting.address_sealed is not None
    assert ADDRESS.encode() not in waiting.address_sealed
    assert sent.address_sealed is None
    assert [one.type for one in entries] == ["remediation.notice_sent"]
    assert ADDRESS not in json.dumps([one.fields for one in entries])


async def test_an_owner_is_told_once_of_one_request(place):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))

        assert [await place.add(notices, Channel.MAIL) for _ in range(2)] == [True, False]
        await notices.send_due()

    assert len(inbox.mails) == 1


async def test_two_workers_do_not_send_the_same(place):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        for number in range(6):
            await place.add(notices, Channel.MAIL, owner=f"user-{number}")

        sent = await asyncio.gather(notices.send_due(), notices.send_due())

    assert sum(sent) == len(inbox.mails) == 6


async def test_a_mail_server_that_is_down_is_asked_again_later(place):
    notices = place.notices(**to_server(9))
    await place.add(notices, Channel.MAIL)

    assert await notices.send_due() == 0
    place.now += timedelta(seconds=30)
    assert await notices.send_due() == 0
    [waiting] = await notices.of_request("rem_1", "", 10)
    inbox = Inbox()
    with mail_server(inbox) as port:
        place.now += timedelta(minutes=1)
        assert await place.notices(**to_server(port)).send_due() == 1

    assert (waiting.state, waiting.attempts) == (NoticeState.WAITING, 1)
    assert "cannot be reached" in waiting.problem


async def test_a_notice_whose_sender_died_is_sent_again_with_the_same_id(place):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        await place.add(notices, Channel.MAIL)
        from watchgate.remediation.notices import store

        async with place.database.begin() as tx:  # taken, and then nothing more was heard
            await store.take_due(tx, place.now, timedelta(minutes=5))
        assert await notices.send_due() == 0
        place.now += timedelta(minutes=5)

        assert await notices.send_due() == 1

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (inbox.mails[0]["X-Watchgate-Notice"], notice.attempts) == (notice.id, 2)


@pytest.mark.parametrize(("answer", "state"), [("550 no such user", "failed"), ("451 later", "waiting")])
async def test_what_the_mail_server_refuses_for_good_is_not_tried_again(place, answer, state):
    inbox = Inbox()
    inbox.refuses = answer
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        await place.add(notices, Channel.MAIL)
        await notices.send_due()

    [notice] = await notices.of_request("rem_1", "", 10)
    assert notice.state == state
    assert "no such user" not in notice.problem


async def test_it_is_given_up_in_the_end(place):
    notices = place.notices(**to_server(9))
    await place.add(notices, Channel.MAIL)
    for _ in range(MOST_ATTEMPTS):
        await notices.send_due()
        place.now += timedelta(hours=3)

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (notice.state, notice.attempts) == (NoticeState.FAILED, MOST_ATTEMPTS)
    assert [one.type for one in await place.ledger()] == ["remediation.notice_failed"]


@pytest.mark.parametrize("address", ["a@b.example\r\nBcc: x@evil.test", "no address", "a@b, c@d"])
async def test_an_address_that_is_none_is_refused(place, address):
    inbox = Inbox()
    with mail_server(inbox) as port:
        notices = place.notices(**to_server(port))
        await place.add(notices, Channel.MAIL, address)
        await notices.send_due()

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (notice.state, inbox.mails) == (NoticeState.FAILED, [])


async def test_an_owner_without_address_is_written_down(place):
    notices = place.notices(**to_server(9))

    await place.add(notices, Channel.MAIL, address=None)

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (notice.state, notice.problem) == (NoticeState.FAILED, "the owner has no address in the catalogue")


@pytest.fixture
def keys(tmp_path):
    """A key, and a certificate that it has signed itself."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subject = ["-subj", "/CN=mail", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "2"]
    command = ["openssl", "req", "-x509", *kind, *subject, "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return key, certificate


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_with_tls_the_server_has_to_prove_itself_and_gets_our_password(
    place, keys, monkeypatch, security
):
    monkeypatch.setenv("MAIL_PASSWORD", "hush-hush")
    key, certificate = keys
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    said = []

    def check(server, session, envelope, mechanism, data):
        said.append((data.login, data.password))
        return AuthResult(success=True)

    protection = (
        {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    )
    inbox = Inbox()
    with mail_server(
        inbox, authenticator=check, auth_require_tls=security == "starttls", **protection
    ) as port:
        more = {"security": security, "username": "watchgate", "password_ref": "env:MAIL_PASSWORD"}
        distrusting = place.notices(**to_server(port, **more))
        await place.add(distrusting, Channel.MAIL)
        assert await distrusting.send_due() == 0
        assert said == []
        place.now += timedelta(minutes=2)

        trusting = place.notices(**to_server(port, **more, ca_file=str(certificate)))
        assert await trusting.send_due() == 1

    assert said == [(b"watchgate", b"hush-hush")]


async def test_a_program_gets_signed_json(place, hook):
    with webhook() as (url, got):
        notices = place.notices(**hook(url))
        await place.add(notices, Channel.WEBHOOK)

        assert await notices.send_due() == 1

    [(path, headers, body)] = got
    [notice] = await notices.of_request("rem_1", "", 10)
    said = json.loads(body)
    at = int(place.now.timestamp())
    assert path == "/hook?x=1"
    assert headers["Watchgate-Signature"] == signature(SECRET, at, body)
    assert headers["Watchgate-Notice"] == said["id"] == notice.id
    assert said["owner"] == {"id": "user-1", "email": ADDRESS}
    assert (said["kinds"], said["entities"]) == ({"conversation": 2, "file": 1}, ["CREDIT_CARD", "IBAN"])


@pytest.mark.parametrize(
    ("status", "state"),
    [(302, "failed"), (404, "failed"), (429, "waiting"), (500, "waiting"), (503, "waiting")],
)
async def test_what_a_program_answers_decides_whether_it_is_asked_again(place, hook, status, state):
    with webhook(status, Location="http://127.0.0.1:9/elsewhere") as (url, got):
        notices = place.notices(**hook(url))
        await place.add(notices, Channel.WEBHOOK)
        await notices.send_due()

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (notice.state, len(got)) == (state, 1)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]"]
)
async def test_private_addresses_are_refused_unless_they_are_allowed(place, hook, host):
    with webhook() as (url, got):
        port = url.rpartition(":")[2].partition("/")[0]
        notices = place.notices(**hook(f"https://{host}:{port}/", allow_private=False))
        await place.add(notices, Channel.WEBHOOK)
        await notices.send_due()

    [notice] = await notices.of_request("rem_1", "", 10)
    assert (notice.state, got) == (NoticeState.FAILED, [])
    assert "private address" in notice.problem
