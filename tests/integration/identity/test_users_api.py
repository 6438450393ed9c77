"""Accounts over the real routes: made, changed and ended by an administrator; never by who has no business with it."""

import json

import httpx
import pytest
from sqlalchemy import text

from integration.identity.test_sign_in_routes import PASSWORD, URL, services, sign_in  # noqa: F401 -- a fixture
from watchgate.app import build_api
from watchgate.http.permissions import Permission
from watchgate.identity.people.model import EmailTaken
from watchgate.identity.roles import Role
from watchgate.identity.tokens.model import Scope
from watchgate.kernel.content import Content

ACME = "6c2f3b1e-0000-4000-8000-000000000001"


@pytest.fixture
async def root(services):  # noqa: F811
    return await services.people.create("root@example.com", "Root", Role.ADMIN, password=Content(PASSWORD))


@pytest.fixture
async def admin(services, root):  # noqa: F811
    """A browser in which the administrator is signed in."""
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_api(services), client=("127.0.0.1", 5)),
        base_url=URL,
        headers={"Origin": URL},
    ) as client:
        await sign_in(client, "root@example.com")
        yield client


async def made(admin, **more):
    body = {"email": "ada@example.com", "name": "Ada", "role": "analyst", **more}
    answer = await admin.post("/api/v1/users", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def words(database):
    async with database.read() as tx:
        rows = await tx.execute(
            text("SELECT type, fields::text, payload::text FROM ledger_outbox ORDER BY id")
        )
        return [tuple(row) for row in rows]


async def test_who_is_invited_sets_a_password_and_is_in(admin, services):  # noqa: F811
    ada = await made(admin)
    secret = ada["link"].partition("#")[2]

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_api(services)), base_url=URL, headers={"Origin": URL}
    ) as hers:
        taken = await hers.post("/api/v1/invitation", json={"secret": secret, "password": PASSWORD})
        me = (await hers.get("/api/v1/me")).json()

    assert ada["link"].startswith("/invitation#")
    assert (ada["has_password"], ada["state"], ada["source"]) == (False, "active", "local")
    assert taken.status_code == 201
    assert (me["id"], me["role"], me["account"]["email"]) == (ada["id"], "analyst", "ada@example.com")


async def test_who_made_the_link_by_which_somebody_came_in_is_on_record(admin, root, database):
    ada = await made(admin)
    await admin.post(f"/api/v1/users/{ada['id']}/invite")

    links = [fields for word, fields, _ in await words(database) if word == "link.made"]

    assert [json.loads(one) for one in links] == [
        {"for": "invitation", "person": ada["id"], "by": root.id}
    ] * 2


async def test_accounts_are_listed_by_e_mail_page_by_page(admin):
    for name in ("zoe", "Ada", "bob"):
        await made(admin, email=f"{name}@example.com", name=name, invite=False)

    first = (await admin.get("/api/v1/users?limit=3")).json()
    rest = (await admin.get(f"/api/v1/users?limit=3&cursor={first['next_cursor']}")).json()
    admins = (await admin.get("/api/v1/users?role=admin")).json()["data"]
    disabled = (await admin.get("/api/v1/users?state=disabled")).json()["data"]

    shown = [one["email"].partition("@")[0] for one in first["data"] + rest["data"]]
    assert shown == ["Ada", "bob", "root", "zoe"]
    assert rest["next_cursor"] is None
    assert [one["name"] for one in admins] == ["Root"]
    assert disabled == []


async def test_what_he_may_changes_at_once(admin, services):  # noqa: F811
    ada = await made(admin)
    _, token = await services.tokens.create("hers", Role.ANALYST, None, owner=ada["id"])

    changed = await admin.patch(
        f"/api/v1/users/{ada['id']}", json={"role": "viewer", "grants": ["reveal"], "workspaces": [ACME]}
    )

    assert changed.status_code == 200
    assert (changed.json()["role"], changed.json()["grants"]) == ("viewer", ["reveal"])
    assert changed.json()["name"] == "Ada"
    caller = await services.tokens.authenticate(token)
    assert caller.permissions == {Permission.READ}
    assert [str(one) for one in caller.workspaces] == [ACME]
    freed = await admin.patch(f"/api/v1/users/{ada['id']}", json={"workspaces": None})
    assert freed.json()["workspaces"] is None
    assert freed.json()["grants"] == ["reveal"]


async def test_a_grant_is_an_entry_of_its_own_without_name_or_e_mail(admin, database, root):
    ada = await made(admin, email="secret-ada@example.com", name="Ada Unspoken")

    await admin.patch(f"/api/v1/users/{ada['id']}", json={"grants": ["reveal"]})

    entries = [entry for entry in await words(database) if entry[0].startswith("person.")]
    assert [entry[0] for entry in entries[-2:]] == ["person.changed", "person.granted"]
    assert root.id in entries[-1][1]
    assert "reveal" in entries[-1][1]
    assert not any("Unspoken" in fields or "secret-ada" in fields for _, fields, _ in entries)
    assert "Ada Unspoken" in entries[-1][2]


@pytest.mark.parametrize(
    "body", [{"role": "viewer"}, {"grants": ["reveal"]}, {"grants": ["emergency"]}, {"workspaces": [ACME]}]
)
async def test_nobody_decides_what_he_himself_may(admin, root, services, body):  # noqa: F811
    await services.people.create("other@example.com", "Other", Role.ADMIN, password=Content(PASSWORD))

    answer = await admin.patch(f"/api/v1/users/{root.id}", json=body)

    assert answer.status_code == 409
    assert "Another administrator" in answer.json()["detail"]
    assert await services.people.get(root.id) == (await services.people.get(root.id))
    assert (await services.people.get(root.id)).grants == frozenset()


async def test_his_own_name_is_his(admin, root):
    answer = await admin.patch(f"/api/v1/users/{root.id}", json={"name": "Radix", "role": "admin"})

    assert answer.json()["name"] == "Radix"


async def test_the_last_administrator_stays(admin, root, services):  # noqa: F811
    paused = await admin.post(f"/api/v1/users/{root.id}/disable")
    gone = await admin.delete(f"/api/v1/users/{root.id}")
    no_password = await made(admin, role="admin", email="b@example.com")
    still = await admin.post(f"/api/v1/users/{root.id}/disable")

    assert [one.status_code for one in (paused, gone, still)] == [409, 409, 409]
    assert "last administrator" in paused.json()["detail"]
    assert (await services.people.get(root.id)).is_active
    assert no_password["has_password"] is False


async def test_who_is_disabled_is_out_with_his_tokens_until_he_is_enabled(admin, services):  # noqa: F811
    ada = await made(admin)
    _, token = await services.tokens.create("hers", Role.ANALYST, None, owner=ada["id"])
    path = f"/api/v1/users/{ada['id']}"

    twice = [(await admin.post(f"{path}/disable")).json()["state"] for _ in range(2)]
    while_disabled = await services.tokens.authenticate(token)
    invited = await admin.post(f"{path}/invite")
    enabled = await admin.post(f"{path}/enable")

    assert twice == ["disabled", "disabled"]
    assert while_disabled is None
    assert invited.status_code == 422
    assert enabled.json()["state"] == "active"
    assert await services.tokens.authenticate(token)


async def test_who_is_removed_is_gone_with_his_tokens_but_not_from_the_ledger(admin, services, database):  # noqa: F811
    ada = await made(admin)
    _, token = await services.tokens.create("hers", Role.ANALYST, None, owner=ada["id"])

    removed = await admin.delete(f"/api/v1/users/{ada['id']}")

    assert removed.status_code == 204
    assert (await admin.get(f"/api/v1/users/{ada['id']}")).status_code == 404
    assert await services.tokens.authenticate(token) is None
    assert ("person.removed", ada["id"]) in [
        (word, ada["id"]) for word, fields, _ in await words(database) if ada["id"] in fields
    ]


@pytest.mark.parametrize(
    "body",
    [
        {"state": "disabled"},
        {"id": "usr_other"},
        {"source": "oidc"},
        {"password": "a long enough sentence"},
        {"permissions": ["read"]},
        {"grants": ["identity"]},
        {"role": "root"},
        {"role": None},
        {"email": ""},
        {"name": " "},
        {"name": "a\u0000b"},
        {"workspaces": ["acme"]},
    ],
)
async def test_what_is_not_to_be_changed_is_refused(admin, body):
    ada = await made(admin)

    answer = await admin.patch(f"/api/v1/users/{ada['id']}", json=body)

    assert answer.status_code == 422
    assert (await admin.get(f"/api/v1/users/{ada['id']}")).json() == {
        name: value for name, value in ada.items() if name != "link"
    }


async def test_an_e_mail_is_had_once_however_it_is_written(admin, services):  # noqa: F811
    await made(admin)
    again = await admin.post(
        "/api/v1/users", json={"email": " ADA@Example.COM", "name": "Ada", "role": "viewer"}
    )
    other = await made(admin, email="bob@example.com")
    renamed = await admin.patch(f"/api/v1/users/{other['id']}", json={"email": "Ada@example.com"})

    assert (again.status_code, renamed.status_code) == (409, 409)
    with pytest.raises(EmailTaken):
        await services.people.create("aDa@example.com", "Ada", Role.VIEWER)


async def test_a_narrow_token_does_not_make_itself_wide(services, root):  # noqa: F811
    scope = Scope(Role.ADMIN, frozenset({Permission.IDENTITY, Permission.READ}))
    _, token = await services.tokens.create("accounts only", scope, None, owner=root.id)
    victim = await services.people.create("v@example.com", "V", Role.APPROVER)
    revealer = await services.people.create(
        "r@example.com", "R", Role.VIEWER, grants=frozenset({Permission.REVEAL})
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_api(services)),
        base_url=URL,
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        answers = [
            await client.post("/api/v1/users", json={"email": "x@example.com", "name": "X", "role": "admin"}),
            await client.post(
                "/api/v1/users",
                json={"email": "x@example.com", "name": "X", "role": "viewer", "grants": ["reveal"]},
            ),
            await client.patch(f"/api/v1/users/{victim.id}", json={"role": "admin"}),
            await client.post(f"/api/v1/users/{root.id}/invite"),
            await client.delete(f"/api/v1/users/{root.id}"),
            await client.post(f"/api/v1/users/{revealer.id}/invite"),
            await client.patch(f"/api/v1/users/{revealer.id}", json={"email": "mine@example.com"}),
        ]
        viewer = await client.post(
            "/api/v1/users", json={"email": "x@example.com", "name": "X", "role": "viewer"}
        )

    assert [one.status_code for one in answers] == [409] * 7
    assert viewer.status_code == 201


async def test_who_signs_in_elsewhere_is_changed_elsewhere(admin, services):  # noqa: F811
    olga = await services.people.signed_in_elsewhere(
        issuer="https://id.example",
        subject="1",
        email="olga@example.com",
        name="Olga",
        role=Role.VIEWER,
        grants=frozenset(),
        workspaces=None,
    )

    changed = await admin.patch(f"/api/v1/users/{olga.id}", json={"role": "admin"})
    invited = await admin.post(f"/api/v1/users/{olga.id}/invite")
    disabled = await admin.post(f"/api/v1/users/{olga.id}/disable")

    assert (changed.status_code, invited.status_code, disabled.status_code) == (422, 422, 200)
    assert "groups" in changed.json()["detail"]
