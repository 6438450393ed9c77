"""Signing in, out and on over the real routes, as a browser does it."""

import httpx
import pytest

from watchgate.app import build_api, services_on
from watchgate.http.credentials import CSRF_HEADER
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content
from watchgate.settings import Settings
from watchgate.storage.key_encryption import FileKeys
from watchgate.storage.sealing import Keyring

PASSWORD = "a sentence nobody says"
URL = "http://127.0.0.1:8080"


@pytest.fixture
def services(database, tmp_path):
    return services_on(database, Keyring(FileKeys(tmp_path)), Settings(tmp_path))


@pytest.fixture
async def browser(services):
    """A client that keeps cookies, and says where its pages come from."""
    transport = httpx.ASGITransport(build_api(services), client=("127.0.0.1", 5))
    async with httpx.AsyncClient(transport=transport, base_url=URL, headers={"Origin": URL}) as client:
        yield client


@pytest.fixture
async def ada(services):
    return await services.people.create("ada@example.com", "Ada", Role.ANALYST, password=Content(PASSWORD))


async def sign_in(browser, email="ada@example.com", password=PASSWORD):
    answer = await browser.post("/api/v1/session", json={"email": email, "password": password})
    if answer.is_success:
        browser.headers[CSRF_HEADER] = answer.json()["csrf_token"]
    return answer


async def test_who_signs_in_is_somebody_until_he_signs_out(browser, ada):
    assert (await browser.get("/api/v1/session")).status_code == 401
    signed_in = await sign_in(browser)
    me = (await browser.get("/api/v1/session")).json()

    out = await browser.delete("/api/v1/session")

    assert signed_in.status_code == 201
    assert me == signed_in.json()
    assert (me["person_id"], me["role"]) == (ada.id, "analyst")
    assert out.status_code == 204
    assert not browser.cookies
    assert (await browser.get("/api/v1/session")).status_code == 401


async def test_the_cookie_is_out_of_reach(browser, ada):
    cookie = (await sign_in(browser)).headers["set-cookie"]

    assert cookie.startswith("watchgate=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


async def test_away_from_loopback_the_cookie_goes_over_https_only(services, ada):
    transport = httpx.ASGITransport(build_api(services))
    async with httpx.AsyncClient(transport=transport, base_url="https://console.test") as client:
        cookie = (await sign_in(client)).headers["set-cookie"]

    assert cookie.startswith("__Host-watchgate=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("page", "kind"),
    [
        ("http://192.168.1.5:8080", "needs-https"),
        ("http://console.test", "needs-https"),
        ("https://console.test", None),
        ("http://127.0.0.1:8080", None),
        ("http://localhost", None),
    ],
)
async def test_over_plain_http_from_elsewhere_nobody_signs_in_to_lose_it_again(services, ada, page, kind):
    """Behind a proxy with TLS we are asked over http as well: what the browser sees is what counts."""
    transport = httpx.ASGITransport(build_api(services))
    here = f"http://{page.partition('://')[2]}"
    async with httpx.AsyncClient(transport=transport, base_url=here, headers={"Origin": page}) as client:
        answer = await sign_in(client)

    assert answer.status_code == (403 if kind else 201)
    assert kind is None or answer.json()["type"] == f"urn:watchgate:problem:{kind}"


async def test_what_does_not_fit_is_one_answer(browser, ada):
    wrong = await sign_in(browser, password="something else")
    unknown = await sign_in(browser, "nobody@example.com")

    assert (wrong.status_code, wrong.json()) == (unknown.status_code, unknown.json())
    assert wrong.json()["type"] == "urn:watchgate:problem:wrong-credentials"


async def test_who_tries_too_often_is_told_when_to_come_back(browser, ada):
    for _ in range(5):
        await sign_in(browser, password="something else")

    answer = await sign_in(browser)

    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


async def test_anothers_page_signs_nobody_in(browser, ada):
    browser.headers["Origin"] = "https://evil.test"

    assert (await sign_in(browser)).json()["type"] == "urn:watchgate:problem:foreign-origin"


async def test_signing_in_again_gives_another_cookie_and_ends_the_one_before(browser, ada, services):
    await sign_in(browser)
    before = browser.cookies["watchgate"]

    await sign_in(browser)

    assert browser.cookies["watchgate"] != before
    assert await services.sessions.recognise(before) is None
    assert len((await browser.get("/api/v1/sessions")).json()["data"]) == 1


async def test_a_change_needs_the_sessions_own_csrf_token(browser, ada):
    await sign_in(browser)
    del browser.headers[CSRF_HEADER]

    assert (await browser.delete("/api/v1/session")).json()["type"] == "urn:watchgate:problem:csrf"
    assert (await browser.get("/api/v1/session")).status_code == 200


async def test_a_new_password_takes_effect_at_once(browser, ada, services):
    await sign_in(browser)
    before = browser.cookies["watchgate"]
    new = "quite another sentence"

    wrong = await browser.post("/api/v1/session/password", json={"old": new, "new": new})
    short = await browser.post("/api/v1/session/password", json={"old": PASSWORD, "new": "short"})
    changed = await browser.post("/api/v1/session/password", json={"old": PASSWORD, "new": new})

    assert (wrong.status_code, short.status_code, changed.status_code) == (422, 422, 200)
    assert browser.cookies["watchgate"] != before
    assert changed.json()["csrf_token"] != browser.headers[CSRF_HEADER]
    assert await services.sessions.recognise(before) is None
    assert (await browser.get("/api/v1/session")).status_code == 200


async def test_own_sessions_are_seen_and_ended(browser, ada, services):
    await sign_in(browser)
    elsewhere = await services.sessions.sign_in(
        "ada@example.com", Content(PASSWORD), type_visitor("203.0.113.9", "a phone")
    )

    listed = (await browser.get("/api/v1/sessions")).json()["data"]
    ended = await browser.delete(f"/api/v1/sessions/{elsewhere.session.id}")

    assert {(one["browser"], one["is_current"]) for one in listed} >= {("a phone", False)}
    assert [one["is_current"] for one in listed].count(True) == 1
    assert ended.status_code == 204
    assert await services.sessions.recognise(elsewhere.secret) is None


async def test_signing_out_everywhere_else_leaves_this_one(browser, ada, services):
    await sign_in(browser)
    await services.sessions.sign_in("ada@example.com", Content(PASSWORD), type_visitor("203.0.113.9", ""))

    assert (await browser.delete("/api/v1/sessions")).json() == {"ended": 1}
    assert (await browser.get("/api/v1/session")).status_code == 200


async def test_others_sessions_are_an_administrators_matter(browser, ada, services):
    await services.people.create("bob@example.com", "Bob", Role.ADMIN, password=Content(PASSWORD))
    hers = await services.sessions.sign_in(
        "ada@example.com", Content(PASSWORD), type_visitor("203.0.113.9", "")
    )
    bobs = await services.sessions.sign_in(
        "bob@example.com", Content(PASSWORD), type_visitor("203.0.113.9", "")
    )
    await sign_in(browser)

    refused = [
        await browser.get(f"/api/v1/sessions?person_id={bobs.session.person_id}"),
        await browser.delete(f"/api/v1/sessions?person_id={bobs.session.person_id}"),
        await browser.delete(f"/api/v1/sessions/{bobs.session.id}"),
    ]
    await sign_in(browser, "bob@example.com")
    listed = await browser.get(f"/api/v1/sessions?person_id={ada.id}")
    ended = await browser.delete(f"/api/v1/sessions?person_id={ada.id}")

    assert [one.status_code for one in refused] == [403, 403, 404]
    assert listed.json()["data"]
    assert ended.json()["ended"] >= 1
    assert await services.sessions.recognise(hers.secret) is None


async def test_a_token_has_no_session(browser, services):
    _, secret = await services.tokens.create("ci", Role.ADMIN, None)
    del browser.headers["Origin"]
    browser.headers["Authorization"] = f"Bearer {secret}"

    me = (await browser.get("/api/v1/session")).json()
    out = await browser.delete("/api/v1/session")

    assert (me["name"], me["session_id"], me["csrf_token"]) == ("ci", None, None)
    assert out.status_code == 409


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"email": "a@b.c"},
        {"email": "a@b.c", "password": "x" * 1025},
        {"email": "a\0@b.c", "password": "x"},
        {"email": "a@b.c", "password": "x", "role": "admin"},
        {"email": ["a@b.c"], "password": "x"},
    ],
)
async def test_a_malformed_sign_in_is_refused_without_being_repeated(browser, body):
    answer = await browser.post("/api/v1/session", json=body)

    assert answer.status_code == 422
    assert "a@b.c" not in answer.text


async def test_the_first_administrator_sets_up_and_is_signed_in(browser, services):
    secret = await services.links.first_set_up()
    body = {"secret": secret, "email": "ada@example.com", "name": "Ada", "password": PASSWORD}

    page = await browser.get("/setup")
    weak = await browser.post("/api/v1/setup", json={**body, "password": "short"})
    done = await browser.post("/api/v1/setup", json=body)
    again = await browser.post("/api/v1/setup", json=body)

    assert page.headers["content-type"].startswith("text/html")
    assert (weak.status_code, done.status_code, again.status_code) == (422, 201, 404)
    assert (await browser.get("/api/v1/session")).json()["role"] == "admin"


async def test_who_is_invited_sets_a_password_and_is_signed_in(browser, services):
    bob = await services.people.create("bob@example.com", "Bob", Role.VIEWER)
    secret = await services.links.invite(bob.id, by=AT_THE_MACHINE)

    done = await browser.post("/api/v1/invitation", json={"secret": secret, "password": PASSWORD})

    assert done.status_code == 201
    assert (await browser.get("/api/v1/session")).json()["person_id"] == bob.id


@pytest.mark.parametrize("path", ["/setup", "/invitation"])
async def test_the_page_brings_all_it_needs_and_allows_nothing_else(browser, path):
    import re
    from base64 import b64encode
    from hashlib import sha256

    answer = await browser.get(path)
    policy = answer.headers["content-security-policy"]

    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", answer.text, re.DOTALL)
        digest = b64encode(sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"""(src|href)\s*=|https?://|\son\w+=|\sstyle=""", answer.text)


def type_visitor(address, browser):
    from watchgate.identity.sessions.model import Visitor

    return Visitor(address, browser)
