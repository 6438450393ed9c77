"""What a legal hold keeps nobody removes: by whatever name it is asked for, and whoever asks."""

import asyncio

import httpx
import pytest

from integration.catalog.workplace import ACME, EMAIL, GLOBEX, Workplace
from integration.remediation.conftest import CALLERS
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.ingest.kept import Kept
from watchgate.kernel.clock import utc_now
from watchgate.remediation.holds import api
from watchgate.remediation.holds.keeping import Keeping
from watchgate.remediation.holds.room import holds_on
from watchgate.remediation.model import Kind, Target
from watchgate.workspaces import api as workspaces_api
from watchgate.workspaces.erasure.service import Erasure
from watchgate.workspaces.errors import WorkspaceHeld

C1, C2 = Target(Kind.CONVERSATION, "c1", "user-1"), Target(Kind.CONVERSATION, "c2", "user-2")
M1 = Target(Kind.MESSAGE, "m1", "user-1", "c1")
FILE_A, FILE_B = Target(Kind.FILE, "file-a", "user-1"), Target(Kind.FILE, "file-b", "user-2")
MEMORY_1, GPT = Target(Kind.MEMORY, "mem-1", "user-1", "ctx"), Target(Kind.GPT, "g-1")
EVERYTHING = (C1, C2, M1, FILE_A, FILE_B, MEMORY_1, GPT)


class Place:
    """A workplace with holds; `api("root")` asks as Root."""

    def __init__(self, database, workplace):  # noqa: F811
        self.database = database
        self.workplace = workplace
        self.holds = holds_on(database, workplace.keyring)
        self.clients = []

    def api(self, who="root"):
        async def authenticate(token):
            return CALLERS.get(token)

        app = create_app(
            [api.holds_router(self.holds)],
            authenticate=authenticate,
            statuses=workspaces_api.STATUSES | api.STATUSES,
            routes=ROUTES,
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test/api/v1",
            headers={"Authorization": f"Bearer {who}"},
        )
        self.clients.append(client)
        return client

    async def placed(self, who="root", **on):
        answer = await self.api(who).post(
            "/holds", json={"workspace_id": str(ACME), "reason": "Litigation", **on}
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def held(self, *targets):
        async with self.database.read() as tx:
            return set(await self.holds.holding(tx, ACME, targets or EVERYTHING))


@pytest.fixture
async def place(database):  # noqa: F811
    workplace = Workplace(database)
    await workplace.enrol()
    await workplace.settle(
        workplace.said("m1", f"Write to {EMAIL}", minutes=1, files=[("file-a", "a.txt")]),
        workplace.said("m2", "nothing", minutes=2, after="m1"),
        workplace.said("m4", "hello", minutes=4, conversation="c2", by="user-2", files=[("file-b", "b.txt")]),
    )
    made = Place(database, workplace)
    yield made
    for client in made.clients:
        await client.aclose()


async def test_without_a_hold_nothing_is_held(place):
    assert await place.held() == set()


@pytest.mark.parametrize("person", ["user-1", "user-1@acme.example", "USER-1@ACME.example"])
async def test_a_person_is_held_with_all_that_is_theirs(place, person):
    await place.placed(person=person)

    assert await place.held() == {C1, M1, FILE_A, MEMORY_1}


async def test_an_owner_who_is_misnamed_or_left_out_helps_nobody(place):
    await place.placed(person="user-1")

    assert (
        len(
            await place.held(
                Target(Kind.CONVERSATION, "c1", "user-2"),
                Target(Kind.CONVERSATION, "c1"),
                Target(Kind.FILE, "file-a"),
            )
        )
        == 3
    )


async def test_who_has_written_into_anothers_conversation_is_held_there_too(place):
    await place.workplace.settle(
        place.workplace.said("m9", "me too", minutes=9, conversation="c2", by="user-1")
    )
    await place.placed(person="user-1")

    assert C2 in await place.held()


async def test_a_conversation_is_held_with_its_messages_and_files(place):
    await place.placed(conversation_id="c1")

    assert await place.held() == {C1, M1, FILE_A}


async def test_a_query_holds_what_it_finds_and_what_it_will_find(place):
    await place.placed(query={"entity": "EMAIL_ADDRESS"})
    before = await place.held()
    await place.workplace.settle(
        place.workplace.said("m7", f"see {EMAIL}", minutes=7, conversation="c2", by="user-2")
    )

    assert before == {C1, M1, FILE_A}
    assert C2 in await place.held()


async def test_a_hold_that_cannot_be_evaluated_keeps_everything(place):
    placed = await place.placed(query={"entity": "EMAIL_ADDRESS"})
    hold = await place.holds.get(CALLERS["root"], placed["id"])
    async with place.database.begin() as tx:
        sealer = await place.workplace.keyring.existing(tx, ACME)
        broken = sealer.seal(
            b'{"named": null, "query": {"min_score": "much"}}',
            context=b"hold:" + f"{hold.id}:subject".encode(),
        )
    await place.workplace.run("UPDATE legal_hold SET subject_sealed = :broken", broken=broken)

    assert await place.held() == set(EVERYTHING)


async def test_a_hold_of_another_workspace_keeps_nothing_here(place):
    body = {"workspace_id": str(GLOBEX), "reason": "Litigation", "person": "user-1"}
    assert (await place.api().post("/holds", json=body)).status_code == 201

    assert await place.held() == set()


async def test_released_it_keeps_nothing_and_stays_on_record(place):
    placed = await place.placed(person="user-1", case="Acme v. Globex")
    released = (await place.api().post(f"/holds/{placed['id']}/release", json={"reason": "Settled"})).json()
    again = await place.api().post(f"/holds/{placed['id']}/release", json={"reason": "Settled"})

    assert await place.held() == set()
    assert (released["in_force"], released["release_reason"], released["case"]) == (
        False,
        "Settled",
        "Acme v. Globex",
    )
    assert again.status_code == 409
    assert len((await place.api("viewer").get("/holds")).json()["data"]) == 1
    assert (await place.api("viewer").get("/holds", params={"in_force": "true"})).json()["data"] == []


async def test_each_change_is_in_the_ledger_and_its_fields_name_nobody(place):
    placed = await place.placed(person="user-1@acme.example")
    await place.api().post(f"/holds/{placed['id']}/release", json={"reason": "Settled with user-1"})

    rows = await place.workplace.run("SELECT type, fields, payload FROM ledger_outbox ORDER BY id")
    entries = [tuple(row) for row in rows]
    assert [word for word, _, _ in entries] == ["hold.placed", "hold.released"]
    for _, fields, payload in entries:
        assert "user-1" not in str(fields)
        assert payload["named"] == "user-1@acme.example"
    stored = (await place.workplace.run("SELECT CAST(legal_hold AS text) FROM legal_hold")).scalar_one()
    assert "user-1" not in stored.replace("usr_root", "")


@pytest.mark.parametrize(
    ("who", "status"),
    [("ann", 403), ("bo", 403), ("viewer", 403), ("auditor", 403), ("globex", 404), ("root", 201)],
)
async def test_who_may_place_one(place, who, status):
    answer = await place.api(who).post(
        "/holds", json={"workspace_id": str(ACME), "reason": "Litigation", "person": "user-1"}
    )

    assert answer.status_code == status


async def test_who_is_limited_to_another_workspace_finds_none(place):
    placed = await place.placed(person="user-1")

    assert (await place.api("globex").get("/holds")).json()["data"] == []
    assert (await place.api("globex").get(f"/holds/{placed['id']}")).status_code == 404
    assert (
        await place.api("globex").post(f"/holds/{placed['id']}/release", json={"reason": "Litigation"})
    ).status_code == 404


@pytest.mark.parametrize(
    "on",
    [{}, {"person": "a", "conversation_id": "b"}, {"query": {}}, {"person": " "}, {"person": "a", "more": 1}],
)
async def test_what_is_to_be_held_has_to_be_said(place, on):
    answer = await place.api().post("/holds", json={"workspace_id": str(ACME), "reason": "Litigation", **on})

    assert answer.status_code == 422


async def test_whoever_has_asked_what_is_held_is_waited_for(place):
    async with place.database.begin() as tx:
        assert await place.holds.holding(tx, ACME, [C1]) == {}
        placing = asyncio.create_task(place.placed(person="user-1"))
        await asyncio.sleep(0.3)
        assert not placing.done()
    await placing

    assert await place.held(C1) == {C1}


async def test_a_workspace_under_hold_is_not_removed(place):
    placed = await place.placed(person="user-1")
    erasure = Erasure(place.database, place.workplace.keyring, utc_now)

    with pytest.raises(WorkspaceHeld, match=placed["id"]):
        await erasure.remove(ACME)

    await place.api().post(f"/holds/{placed['id']}/release", json={"reason": "Settled"})
    assert (await erasure.remove(ACME)).rows["legal_hold"] == 1


async def test_many_objects_under_many_holds_are_told_quickly(place):
    """No timing here (see the benchmarks): that it is one question to the database for each hold, not for each object."""
    for number in range(20):
        await place.placed(person=f"user-{number + 100}")
    targets = [Target(Kind.CONVERSATION, f"c{number}", f"user-{number}") for number in range(500)]

    async with place.database.read() as tx:
        held = await place.holds.holding(tx, ACME, targets)

    assert len(held) == 20


async def test_retention_is_told_what_all_holds_keep_together(place):
    await place.placed(person="user-2@acme.example")
    await place.placed(query={"entity": "EMAIL_ADDRESS"})
    await place.placed(conversation_id="c9")

    async with place.database.read() as tx:
        kept = await Keeping(place.workplace.keyring)(tx)

    assert kept == {
        ACME: Kept(
            people=frozenset({"user-2", "user-2@acme.example"}), conversations=frozenset({"c1", "c2", "c9"})
        )
    }


async def test_retention_is_told_nothing_of_holds_that_were_released(place):
    placed = await place.placed(person="user-2")
    await place.api().post(f"/holds/{placed['id']}/release", json={"reason": "Settled"})

    async with place.database.read() as tx:
        assert await Keeping(place.workplace.keyring)(tx) == {}
