"""Tokens over the real routes: of one's own, no wider than oneself, seen and ended by nobody else but administrators."""

import httpx
import pytest

from integration.identity.test_sign_in_routes import PASSWORD, URL, services, sign_in  # noqa: F401 -- a fixture
from watchgate.app import build_api
from watchgate.identity.roles import Role
from watchgate.kernel.content import Content

ACME = "6c2f3b1e-0000-4000-8000-000000000001"


@pytest.fixture
async def open_browser(services):  # noqa: F811
    """Makes browsers in which somebody of a role is signed in; or programs with a token."""
    opened = []

    async def browser(role=Role.ANALYST, *, token=None, **more):
        headers = {"Authorization": f"Bearer {token}"} if token else {"Origin": URL}
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(build_api(services)), base_url=URL, headers=headers
        )
        opened.append(client)
        if not token:
            email = f"{role}{len(opened)}@example.com"
            await services.people.create(email, role.value, role, password=Content(PASSWORD), **more)
            assert (await sign_in(client, email)).status_code == 201
        return client

    yield browser
    for client in opened:
        await client.aclose()


async def make(client, **more):
    return await client.post("/api/v1/tokens", json={"name": "dashboards", "role": "analyst", **more})


async def test_a_token_is_made_shown_once_and_works(open_browser):
    ada = await open_browser()

    made = (await make(ada, permissions=["read"], expires_in_days=7)).json()
    listed = (await ada.get("/api/v1/tokens")).json()["data"]
    program = await open_browser(token=made["token"])
    me = (await program.get("/api/v1/me")).json()

    assert [one["id"] for one in listed] == [made["id"]]
    assert "token" not in listed[0]
    assert (me["id"], me["permissions"], me["account"]["role"]) == (made["id"], ["read"], "analyst")
    assert (await program.get("/api/v1/workspaces")).status_code == 200
    assert (await program.get("/api/v1/users")).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"role": "admin"},
        {"permissions": ["approve"]},
        {"permissions": ["reveal"]},
        {"permissions": []},
        {"person_id": "usr_1"},
        {"expires_in_days": 0},
        {"name": "\u0000"},
    ],
)
async def test_what_is_wider_than_oneself_or_makes_no_sense_is_refused(open_browser, body):
    ada = await open_browser()

    assert (await make(ada, **body)).status_code == 422
    assert (await ada.get("/api/v1/tokens")).json()["data"] == []


async def test_what_was_granted_may_be_in_a_token_when_it_is_named(open_browser):
    from watchgate.http.permissions import Permission

    ada = await open_browser(grants=frozenset({Permission.REVEAL}))

    plain = (await make(ada)).json()
    named = (await make(ada, permissions=["read", "reveal"])).json()

    assert "reveal" not in plain["permissions"]
    assert named["permissions"] == ["read", "reveal"]


async def test_tokens_do_not_make_tokens(open_browser):
    ada = await open_browser()
    program = await open_browser(token=(await make(ada)).json()["token"])

    assert (await make(program)).status_code == 409


async def test_a_token_sees_and_ends_itself_only(open_browser):
    ada = await open_browser()
    one, other = [(await make(ada)).json() for _ in range(2)]
    program = await open_browser(token=one["token"])

    seen = (await program.get("/api/v1/tokens")).json()["data"]
    others = await program.post(f"/api/v1/tokens/{other['id']}/revoke")
    own = await program.post(f"/api/v1/tokens/{one['id']}/revoke")

    assert [token["id"] for token in seen] == [one["id"]]
    assert (others.status_code, own.json()["state"]) == (404, "revoked")
    assert (await program.get("/api/v1/me")).status_code == 401


async def test_others_tokens_are_an_administrators_matter(open_browser):
    ada, bob, root = [await open_browser(role) for role in (Role.ANALYST, Role.APPROVER, Role.ADMIN)]
    hers = (await make(ada)).json()
    person_id = hers["person_id"]

    unseen = [
        await bob.get(f"/api/v1/tokens/{hers['id']}"),
        await bob.post(f"/api/v1/tokens/{hers['id']}/revoke"),
    ]
    listed = (await bob.get(f"/api/v1/tokens?person_id={person_id}")).json()["data"]
    all_of_her = (await root.get(f"/api/v1/tokens?person_id={person_id}")).json()["data"]
    twice = [(await root.post(f"/api/v1/tokens/{hers['id']}/revoke")).json() for _ in range(2)]

    assert [one.status_code for one in unseen] == [404, 404]
    assert listed == []
    assert [one["id"] for one in all_of_her] == [hers["id"]]
    assert twice[0] == twice[1]
    assert twice[0]["state"] == "revoked"


async def test_pages_of_tokens_hold_each_once(open_browser):
    ada = await open_browser()
    made = [(await make(ada, name=f"t{number}")).json()["id"] for number in range(5)]

    first = (await ada.get("/api/v1/tokens?limit=3")).json()
    rest = (await ada.get(f"/api/v1/tokens?limit=3&cursor={first['next_cursor']}")).json()

    assert [one["id"] for one in first["data"] + rest["data"]] == sorted(made, reverse=True)
    assert rest["next_cursor"] is None


async def test_a_limited_persons_token_names_his_workspaces(open_browser):
    from uuid import UUID

    ada = await open_browser(workspaces=frozenset({UUID(ACME)}))

    everywhere = await make(ada)
    elsewhere = await make(ada, workspaces=["6c2f3b1e-0000-4000-8000-000000000002"])
    there = await make(ada, workspaces=[ACME])

    assert [one.status_code for one in (everywhere, elsewhere, there)] == [422, 422, 201]
    assert there.json()["workspaces"] == [ACME]
