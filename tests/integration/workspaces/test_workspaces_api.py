"""`/api/v1/workspaces` as a program sees it: the whole application on a real database."""

import httpx
import pytest

from integration.workspaces.openai_on_loopback import KEYS, ORGANIZATION, WORKSPACE
from watchgate.app import build_api
from watchgate.identity.roles import Role

OTHER = "11111111-2222-4333-8444-555555555555"
HERE = f"/api/v1/workspaces/{WORKSPACE}"


@pytest.fixture
async def client(services):
    _, token = await services.tokens.create("test", Role.ADMIN, None)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(build_api(services)),
        base_url="http://test",
        headers={"Authorization": f"Bearer {token}"},
    ) as client:
        yield client


def body(key="full", **changes):
    return {
        "workspace_id": WORKSPACE,
        "name": "Acme",
        "organization_id": ORGANIZATION,
        "compliance_key": KEYS[key],
        **changes,
    }


async def test_enrolling_tries_the_keys_and_shows_four_characters_of_them(client):
    response = await client.post("/api/v1/workspaces", json=body(admin_key=KEYS["admin"]))

    assert response.status_code == 201
    assert response.headers["location"] == HERE
    shown = response.json()
    assert shown["state"] == "active"
    assert [(key["kind"], key["last_four"]) for key in shown["credentials"]] == [
        ("compliance", "F111"),
        ("admin", "A555"),
    ]
    assert shown["credentials"][0]["probe"]["is_usable"] is True
    assert not [key for key in KEYS.values() if key in response.text]
    assert (await client.get(HERE)).json() == shown


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("no_compliance", "may not read compliance logs"),
        ("other_workspace", "does not belong to this workspace"),
    ],
)
async def test_keys_that_do_not_do_are_refused_line_by_line_and_nothing_is_stored(client, key, said):
    response = await client.post("/api/v1/workspaces", json=body(key))

    problem = response.json()
    assert response.status_code == 422
    assert problem["type"] == "urn:watchgate:problem:connection-test-failed"
    assert said in problem["detail"]
    assert {"check", "status", "detail", "remedy"} == set(problem["checks"][0])
    assert KEYS[key] not in response.text
    assert (await client.get("/api/v1/workspaces")).json() == {"data": [], "next_cursor": None}


async def test_skip_test_enrols_all_the_same_and_asks_nothing(client, openai):
    response = await client.post("/api/v1/workspaces", json=body("no_compliance", skip_test=True))

    assert response.status_code == 201
    assert openai.seen == []


async def test_a_duplicate_is_a_conflict_and_is_told_before_anything_is_asked(client, openai):
    await client.post("/api/v1/workspaces", json=body())
    asked = len(openai.seen)

    response = await client.post("/api/v1/workspaces", json=body(name="Other"))

    assert response.status_code == 409
    assert "enrolled already" in response.json()["detail"]
    assert len(openai.seen) == asked


@pytest.mark.parametrize(
    "changes",
    [
        {"workspace_id": "acme"},
        {"organization_id": "acme"},
        {"name": ""},
        {"name": "a\0b"},
        {"compliance_key": "short"},
        {"compliance_key": None},
        {"surprise": 1},
    ],
)
async def test_a_malformed_enrolment_is_refused(client, changes):
    response = await client.post("/api/v1/workspaces", json=body(**changes))

    assert response.status_code == 422
    assert response.json()["type"] == "urn:watchgate:problem:invalid-input"


async def test_a_refused_key_is_never_repeated(client):
    secret = "sk-proj-with a space-5ecret"

    response = await client.post("/api/v1/workspaces", json=body(compliance_key=secret))

    assert response.status_code == 422
    assert "5ecret" not in response.text


async def test_a_workspace_is_paused_resumed_and_renamed(client):
    await client.post("/api/v1/workspaces", json=body())

    paused = await client.patch(HERE, json={"state": "paused"})
    renamed = await client.patch(HERE, json={"state": "active", "name": "Acme AG"})

    assert paused.json()["state"] == "paused"
    assert (renamed.json()["state"], renamed.json()["name"]) == ("active", "Acme AG")


async def test_a_state_that_is_not_for_callers_is_refused(client):
    await client.post("/api/v1/workspaces", json=body())

    assert (await client.patch(HERE, json={"state": "removing"})).status_code == 422


async def test_a_test_says_line_by_line_what_the_keys_may_do_and_is_kept(client):
    await client.post("/api/v1/workspaces", json=body("no_compliance", skip_test=True))

    report = (await client.post(f"{HERE}/test")).json()

    assert report["is_usable"] is False
    assert (await client.get(HERE)).json()["credentials"][0]["probe"] == report


async def test_removing_needs_the_name_and_says_what_was_erased(client):
    await client.post("/api/v1/workspaces", json=body())

    without = await client.delete(HERE)
    wrong = await client.delete(HERE, params={"confirm": "acme"})
    right = await client.delete(HERE, params={"confirm": "Acme"})

    assert (without.status_code, wrong.status_code) == (422, 409)
    assert right.json() == {"workspace_id": WORKSPACE, "name": "Acme", "keys": 1, "rows": {}}
    assert (await client.get(HERE)).status_code == 404


async def test_an_unknown_workspace_is_not_found(client):
    there = f"/api/v1/workspaces/{OTHER}"

    answers = [
        await client.get(there),
        await client.patch(there, json={"state": "paused"}),
        await client.delete(there, params={"confirm": "x"}),
        await client.post(f"{there}/test"),
    ]

    assert {answer.status_code for answer in answers} == {404}


async def test_workspaces_are_paged_by_name(client):
    for number in range(5):
        given = body(workspace_id=OTHER[:-1] + str(number), name=f"w{4 - number}", skip_test=True)
        await client.post("/api/v1/workspaces", json=given)

    seen, params = [], {"limit": 2}
    while True:
        page = (await client.get("/api/v1/workspaces", params=params)).json()
        seen += [workspace["name"] for workspace in page["data"]]
        if page["next_cursor"] is None:
            break
        params["cursor"] = page["next_cursor"]

    assert seen == ["w0", "w1", "w2", "w3", "w4"]


async def test_ready_means_that_the_database_answers(client):
    assert (await client.get("/readyz")).json() == {"status": "ok"}
