"""Signing in with a real OpenID Connect provider, through its own pages, as a browser does it."""

import json
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from integration.identity.provider import CLIENT_SECRET, OUR_URL, PEOPLE, RunningProvider, go_there
from watchgate.app import build_api, services_on
from watchgate.http.credentials import CSRF_HEADER
from watchgate.identity.oidc import discovery
from watchgate.identity.people.rules import Actor
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.kernel.content import Content
from watchgate.ledger.outbox import store as outbox
from watchgate.settings import Settings
from watchgate.storage.key_encryption import FileKeys
from watchgate.storage.sealing import Keyring

START = "/api/v1/signin/corp"


@pytest.fixture(scope="module")
def running():
    provider = RunningProvider()
    yield provider
    provider.stop()


@pytest.fixture
def provider(running, monkeypatch):
    monkeypatch.setenv("CORP_CLIENT_SECRET", CLIENT_SECRET)
    yield running
    running.now(tamper=None, down=False, people=PEOPLE)


@pytest.fixture
def services(database, tmp_path, provider):
    return services_with(database, tmp_path, provider.settings())


def services_with(database, tmp_path, sign_in):
    return services_on(database, Keyring(FileKeys(tmp_path)), Settings(tmp_path, sign_in=sign_in))


def browser_of(services):
    """A browser that reaches us and the provider, and keeps cookies."""
    us = httpx.ASGITransport(build_api(services), client=("127.0.0.1", 5))
    return httpx.AsyncClient(mounts={OUR_URL: us}, base_url=OUR_URL, headers={"Accept": "text/html"})


@pytest.fixture
async def browser(services):
    async with browser_of(services) as browser:
        yield browser


async def sign_in(browser, login, start=START):
    """The answer of our callback."""
    begun = await browser.get(start)
    assert begun.status_code == 302, begun.text
    return await browser.get(await go_there(browser, begun.headers["location"], login))


async def me(browser):
    return await browser.get("/api/v1/session")


async def test_who_is_in_a_group_is_signed_in_with_its_rights(browser, services):
    back = await sign_in(browser, "ada", f"{START}?next=/findings?page=2")

    said = (await me(browser)).json()
    person = await services.people.get(said["person_id"])

    assert (back.status_code, back.headers["location"]) == (302, "/findings?page=2")
    assert (said["name"], said["role"]) == ("Ada Lovelace", "approver")
    assert "reveal" in said["permissions"]
    assert (person.email, person.source.value) == ("ada@corp.example", "oidc")


async def test_the_provider_is_asked_with_pkce_state_and_nonce(browser, provider):
    begun = await browser.get(START)

    said = {name: value[0] for name, value in parse_qs(urlsplit(begun.headers["location"]).query).items()}

    assert begun.headers["location"].startswith(f"{provider.issuer}/auth?")
    assert said["code_challenge_method"] == "S256"
    assert said["response_type"] == "code"
    assert {len(said[name]) for name in ("code_challenge", "state", "nonce")} == {43}
    assert "HttpOnly" in begun.headers["set-cookie"]
    assert "SameSite=lax" in begun.headers["set-cookie"]


async def test_who_is_in_no_group_gets_a_page_that_says_so(browser, database):
    back = await sign_in(browser, "eve")

    assert back.status_code == 403
    assert "none of your groups gives access" in back.text
    assert back.headers["content-type"].startswith("text/html")
    assert "unsafe" not in back.headers["content-security-policy"]
    assert (await me(browser)).status_code == 401
    assert await refusals(database) == [{"provider": "corp", "reason": "no-group"}]


async def test_rights_are_read_anew_at_each_sign_in(services, provider):
    async with browser_of(services) as first:
        await sign_in(first, "bob")
        before = (await me(first)).json()
        provider.now(people={"bob": {**PEOPLE["bob"], "groups": ["security"]}})
        async with browser_of(services) as second:
            await sign_in(second, "bob")
            after = (await me(second)).json()
        old_session = await me(first)

    assert (before["role"], after["role"]) == ("viewer", "approver")
    assert before["person_id"] == after["person_id"]
    assert old_session.status_code == 401


async def test_who_has_left_the_group_is_not_let_in_again(services, provider):
    async with browser_of(services) as first:
        await sign_in(first, "bob")
    provider.now(people={"bob": {**PEOPLE["bob"], "groups": []}})

    async with browser_of(services) as second:
        back = await sign_in(second, "bob")

    assert back.status_code == 403


async def test_the_same_address_of_a_local_account_is_not_taken_over(browser, services):
    ada = await services.people.create(
        "Ada@Corp.example", "Ada", Role.ADMIN, password=Content("a sentence nobody says")
    )

    back = await sign_in(browser, "ada")

    assert back.status_code == 403
    assert (await me(browser)).status_code == 401
    assert (await services.people.get(ada.id)).source.value == "local"


async def test_who_is_disabled_here_stays_out(browser, services):
    await sign_in(browser, "bob")
    person_id = (await me(browser)).json()["person_id"]
    admin = await services.people.create(
        "root@x.example", "Root", Role.ADMIN, password=Content("a long sentence")
    )
    await services.people.disable(person_id, by=Actor(admin.id))

    async with browser_of(services) as again:
        back = await sign_in(again, "bob")

    assert back.status_code == 403
    assert (await services.people.get(person_id)).state.value == "disabled"


async def test_an_unverified_address_is_not_believed(browser):
    back = await sign_in(browser, "una")

    assert back.status_code == 403
    assert "e-mail" in back.text


async def test_an_answer_works_once(browser):
    begun = await browser.get(START)
    address = await go_there(browser, begun.headers["location"], "ada")
    attempt = browser.cookies["watchgate-signin"]

    first = await browser.get(address)
    browser.cookies.set("watchgate-signin", attempt)
    again = await browser.get(address)

    assert (first.status_code, again.status_code) == (302, 400)
    assert "Begin again" in again.text


async def test_a_code_that_was_redeemed_is_worth_nothing_in_another_attempt(browser, services):
    begun = await browser.get(START)
    there = await go_there(browser, begun.headers["location"], "ada")
    await browser.get(there)

    async with browser_of(services) as other:
        fresh = await other.get(START)
        said = parse_qs(urlsplit(there).query)
        said["state"] = parse_qs(urlsplit(fresh.headers["location"]).query)["state"]
        back = await other.get(f"{START}/callback", params=said)

    assert back.status_code == 403
    assert "Begin again" in back.text


async def test_an_answer_in_another_browser_is_worth_nothing(browser, services):
    begun = await browser.get(START)
    there = await go_there(browser, begun.headers["location"], "ada")

    async with browser_of(services) as other:
        without_cookie = await other.get(there)
        await other.get(START)
        with_its_own = await other.get(there)
        nobody = await me(other)

    assert {without_cookie.status_code, with_its_own.status_code} == {400}
    assert nobody.status_code == 401


async def test_two_tabs_sign_in_side_by_side(browser):
    begun = [await browser.get(START), await browser.get(START)]

    back = [await browser.get(await go_there(browser, one.headers["location"], "ada")) for one in begun]

    assert [one.status_code for one in back] == [302, 302]


async def test_an_answer_that_takes_too_long_is_over(database, tmp_path, provider, services):
    async with browser_of(services) as browser:
        begun = await browser.get(START)
        there = await go_there(browser, begun.headers["location"], "ada")
        services.elsewhere._clock = lambda: utc_now() + timedelta(minutes=11)

        back = await browser.get(there)

    assert back.status_code == 400


@pytest.mark.parametrize(
    ("tamper", "reason"),
    [
        ({"claims": {"exp": 1_000_000_000, "iat": 999_999_000}}, "exp"),
        ({"claims": {"iat": 4_000_000_000}}, "iat"),
        ({"claims": {"aud": "another"}}, "aud"),
        ({"claims": {"aud": ["watchgate", "another"]}}, "azp"),
        ({"claims": {"azp": "another"}}, "azp"),
        ({"claims": {"iss": "https://evil.test"}}, "iss"),
        ({"claims": {"nonce": "another"}}, "nonce"),
        ({"drop": ["nonce"]}, "nonce"),
        ({"drop": ["exp"]}, "exp"),
        ({"claims": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}}, "at_hash"),
        ({"algorithm": "none"}, "algorithm"),
        ({"algorithm": "HS256"}, "algorithm"),
        ({"otherKey": True}, "signature"),
        ({"claims": {"sub": "bob"}}, "userinfo"),
        ({"claims": {"sub": ""}}, "sub"),
    ],
)
async def test_an_id_token_that_does_not_hold_is_not_believed(browser, provider, database, tamper, reason):
    provider.now(tamper=tamper)

    back = await sign_in(browser, "ada")

    assert back.status_code == 403
    assert (await me(browser)).status_code == 401
    assert await refusals(database) == [{"provider": "corp", "reason": reason}]


@pytest.mark.parametrize("off_by_s", [-50, 50])
async def test_clocks_may_differ_by_a_minute(browser, provider, off_by_s):
    now = int(time.time()) + off_by_s
    exp = now + 3600 if off_by_s > 0 else now
    provider.now(tamper={"claims": {"iat": now, "exp": exp}})

    assert (await sign_in(browser, "ada")).status_code == 302


async def test_new_keys_are_fetched_when_they_are_needed(services, provider, monkeypatch):
    monkeypatch.setattr(discovery, "KEYS_AT_MOST_EVERY", timedelta())
    async with browser_of(services) as browser:
        await sign_in(browser, "ada")
    provider.now(rotate=True)

    async with browser_of(services) as browser:
        back = await sign_in(browser, "ada")

    assert back.status_code == 302


async def test_a_provider_that_is_down_is_said_and_local_accounts_still_work(browser, services, provider):
    await services.people.create("root@x.example", "Root", Role.ADMIN, password=Content("a long sentence"))
    provider.now(down=True)

    begun = await browser.get(START)
    local = await browser.post(
        "/api/v1/session",
        json={"email": "root@x.example", "password": "a long sentence"},
        headers={"Origin": OUR_URL},
    )

    assert begun.status_code == 502
    assert "local account" in begun.text
    assert local.status_code == 201


async def test_a_provider_that_is_not_there_is_said(database, tmp_path, provider):
    services = services_with(database, tmp_path, provider.settings(issuer="http://127.0.0.1:9"))

    async with browser_of(services) as browser:
        begun = await browser.get(START, headers={"Accept": "application/json"})

    assert begun.status_code == 502
    assert begun.json()["type"] == "urn:watchgate:problem:provider-unavailable"


async def test_another_issuer_than_the_one_that_was_named_is_refused(database, tmp_path, provider):
    services = services_with(database, tmp_path, provider.settings(issuer=provider.issuer + "/"))

    async with browser_of(services) as browser:
        begun = await browser.get(START)

    assert begun.status_code == 502
    assert "another issuer" in begun.text


async def test_a_wrong_secret_is_a_matter_for_the_administrator(database, tmp_path, provider, monkeypatch):
    monkeypatch.setenv("CORP_CLIENT_SECRET", "wrong")
    services = services_with(database, tmp_path, provider.settings())

    async with browser_of(services) as browser:
        back = await sign_in(browser, "ada")

    assert back.status_code == 403
    assert "client_id" in back.text


async def test_what_the_provider_says_is_not_repeated(browser, provider):
    begun = await browser.get(START)
    state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]
    evil = "<script>alert(1)</script>"

    back = await browser.get(
        f"{START}/callback",
        params={"state": state, "error": evil, "error_description": evil, "iss": provider.issuer},
    )

    assert back.status_code == 403
    assert "alert(1)" not in back.text


async def test_an_answer_of_another_provider_is_refused(browser):
    begun = await browser.get(START)
    state = parse_qs(urlsplit(begun.headers["location"]).query)["state"][0]

    for params in ({"iss": "https://evil.test"}, {}):
        back = await browser.get(f"{START}/callback", params={"state": state, "code": "x", **params})
        assert back.status_code in {400, 403}


@pytest.mark.parametrize(
    "wanted", ["https://evil.test/", "//evil.test", "/\\evil.test", "javascript:alert(1)"]
)
async def test_afterwards_it_goes_on_to_a_page_of_ours_only(browser, wanted):
    begun = await browser.get(START, params={"next": wanted})
    there = await go_there(browser, begun.headers["location"], "ada")

    assert (await browser.get(there)).headers["location"] == "/"


async def test_the_sign_in_page_can_ask_which_providers_there_are(browser):
    listed = (await browser.get("/api/v1/signin")).json()

    assert listed == {"data": [{"name": "corp", "label": "Corp", "sign_in_path": START}]}


async def test_a_provider_that_is_not_in_the_settings_is_unknown(browser):
    assert (await browser.get("/api/v1/signin/other")).status_code == 404
    assert (await browser.get("/api/v1/signin/other/callback?state=x&code=y")).status_code == 404


async def test_signing_out_goes_on_to_the_provider(browser, provider):
    await sign_in(browser, "ada")
    headers = {"Origin": OUR_URL, CSRF_HEADER: (await me(browser)).json()["csrf_token"]}

    out = await browser.post(f"{START}/signout", headers=headers)
    there = await browser.get(out.json()["continue_at"])

    assert out.json()["continue_at"].startswith(f"{provider.issuer}/session/end?")
    assert there.status_code == 200
    assert (await me(browser)).status_code == 401


async def test_signing_out_here_does_not_depend_on_the_provider(database, tmp_path, provider, browser):
    await sign_in(browser, "ada")
    headers = {"Origin": OUR_URL, CSRF_HEADER: (await me(browser)).json()["csrf_token"]}
    services = services_with(database, tmp_path, provider.settings())
    provider.now(down=True)

    async with browser_of(services) as later:
        later.cookies = browser.cookies
        out = await later.post(f"{START}/signout", headers=headers)

    assert out.json() == {"continue_at": None}
    assert (await me(browser)).status_code == 401


async def test_a_public_client_without_secret_has_pkce(database, tmp_path, monkeypatch):
    public = {
        "client_id": "watchgate",
        "token_endpoint_auth_method": "none",
        "redirect_uris": [f"{OUR_URL}{START}/callback"],
    }
    provider = RunningProvider(clients=[public], inIdToken=True)
    try:
        settings = provider.settings()
        del settings["corp"]["client_secret_ref"]
        async with browser_of(services_with(database, tmp_path, settings)) as browser:
            back = await sign_in(browser, "ada")
    finally:
        provider.stop()

    assert back.status_code == 302


async def refusals(database):
    async with database.begin() as tx:
        waiting = await outbox.oldest(tx, 100)
    for one in waiting:
        assert "corp.example" not in json.dumps(dict(one.fields))
    return [dict(one.fields) for one in waiting if one.type == "sign_in.refused"]
