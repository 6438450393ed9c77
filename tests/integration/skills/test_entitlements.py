"""Groups of the simulated directory become archetypes; single people are granted and blocked; everybody's reason is told."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import httpx
import pytest

from integration.skills.conftest import CALLERS
from unit.skills.sample import files
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.openai.compliance.client import ComplianceClient
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.skills.entitlements import api
from watchgate.skills.entitlements.erasing import EntitlementErasure
from watchgate.skills.entitlements.opening import entitlements_on
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.sealing import Keyring
from watchgate.testing.simulator import RunningSimulator

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
SKILL = "incident.postmortem"


@pytest.fixture(scope="module")
def simulator():
    with RunningSimulator() as simulator:
        yield simulator


class House:
    """`ask("root", "GET", "/groups")` asks about the simulated workspace."""

    def __init__(self, place, simulator, http):
        self.place, self.simulator, self.http = place, simulator, http
        self.key, self.now = "full", NOW
        self.workspace_id = UUID(simulator.workspace_id)
        self.keyring = Keyring(HeldKeys([bytes(KEY_BYTES)]))

    async def access(self, _workspace_id):
        limits = Limits(Rates(1e9, 1e9, 1e9))
        key = self.simulator.keys[self.key]
        self.client = ComplianceClient(self.simulator.base_url, key, http=self.http, limits=limits)
        return self

    @property
    def room(self):
        return entitlements_on(self.place.database, self.keyring, self.place.registry, self, lambda: self.now)

    async def ask(self, who, method, path, **sent):
        async def authenticate(token):
            return CALLERS.get(token)

        app = create_app(
            [api.entitlements_router(self.room)],
            authenticate=authenticate,
            statuses=api.STATUSES,
            routes=ROUTES,
        )
        base = f"http://t/api/v1/entitlements/{self.workspace_id}"
        headers = {"Authorization": f"Bearer {who}"}
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=base, headers=headers
        ) as client:
            return await client.request(method, base + path, **sent)

    async def got(self, method, path, who="root", **sent):
        answer = await self.ask(who, method, path, **sent)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def effective(self, user):
        [found] = (await self.got("GET", f"/people/{user}/skills", "vera"))["data"]
        return found["is_entitled"], found["because"]


@pytest.fixture
async def house(place, simulator):
    await place.published()
    async with new_http_client() as http:
        made = House(place, simulator, http)
        async with place.database.begin() as tx:
            await made.keyring.for_workspace(tx, made.workspace_id)
        yield made


@pytest.fixture
async def mapped(house):
    """The largest group is `engineer`; `one` is in it and `other` is not."""
    await house.got("POST", "/groups/read")
    groups = sorted((await house.got("GET", "/groups", "vera"))["data"], key=lambda one: -one["members"])
    await house.got("PUT", "/archetypes/engineer", json={"groups": [groups[0]["group_id"]]})
    house.group = groups[0]
    found = await house.got("GET", f"/skills/{SKILL}/people", "vera")
    house.inside = [one["user_id"] for one in found["data"]]
    return house


async def test_who_is_in_a_group_of_the_archetype_is_entitled(mapped):
    assert len(mapped.inside) == mapped.group["members"] > 0

    assert await mapped.effective(mapped.inside[0]) == (True, "archetype")
    assert await mapped.effective("user-stranger") == (False, "none")
    assert await mapped.room.people(mapped.workspace_id, SKILL) == frozenset(mapped.inside)
    entries = {kind: fields for kind, fields, _ in await mapped.place.entries()}
    assert entries["directory.read"]["groups"] > 0
    assert entries["archetype.changed"]["archetype"] == "engineer"


async def test_a_person_is_granted_for_a_time_and_blocked(mapped):
    until = (NOW + timedelta(days=1)).isoformat()
    granted = {"kind": "grant", "reason": "on call", "until": until}
    blocked = {"kind": "block", "reason": "under review"}
    await mapped.got("PUT", f"/people/user-stranger/skills/{SKILL}", json=granted)
    await mapped.got("PUT", f"/people/{mapped.inside[0]}/skills/{SKILL}", json=blocked)

    assert await mapped.effective("user-stranger") == (True, "granted")
    assert await mapped.effective(mapped.inside[0]) == (False, "blocked")
    people = await mapped.room.people(mapped.workspace_id, SKILL)
    assert people == frozenset({*mapped.inside[1:], "user-stranger"})

    mapped.now = NOW + timedelta(days=2)
    assert await mapped.effective("user-stranger") == (False, "none")
    assert await mapped.got("DELETE", f"/people/{mapped.inside[0]}/skills/{SKILL}") == {"was_there": True}
    assert await mapped.effective(mapped.inside[0]) == (True, "archetype")


async def test_what_is_said_of_people_is_not_in_the_ledgers_fields(mapped):
    blocked = {"kind": "block", "reason": "a private matter"}
    await mapped.got("PUT", f"/people/user-stranger/skills/{SKILL}", json=blocked)

    _, fields, payload = (await mapped.place.entries())[-1]
    assert "user-stranger" not in str(fields)
    assert "private" not in str(fields)
    assert payload == {"person": "user-stranger", "reason": "a private matter"}


async def test_without_groups_for_it_nothing_is_said(house):
    assert (await house.got("GET", f"/skills/{SKILL}/people"))["is_open"] is True
    assert await house.room.people(house.workspace_id, SKILL) is None
    assert await house.effective("user-1") == (False, "none")


async def test_a_skill_for_everybody(house, place):
    await place.published(
        files(
            yaml=(
                "version: 1.2.0\ntitle: Incident Postmortem\nowner: sre@acme.example\narchetypes: [engineer, sre]",
                "version: 1.3.0\ntitle: Incident Postmortem\nowner: sre@acme.example",
            )
        ),
        "1.3.0",
    )

    assert await house.effective("user-1") == (True, "open")


async def test_groups_come_from_a_file_where_openai_cannot_be_asked(house):
    raw = "group,user\nSRE,user-1\nSRE,nobody@acme.example\nOps,user-2\n"
    tried = await house.got("POST", "/groups/import", content=raw, params={"dry_run": True})
    assert tried == {"groups": 2, "people": 2, "unknown": 1, "is_dry_run": True}
    assert (await house.got("GET", "/groups"))["data"] == []

    await house.got("POST", "/groups/import", content=raw)
    groups = (await house.got("GET", "/groups"))["data"]
    assert [(one["name"], one["members"], one["source"]) for one in groups] == [
        ("Ops", 1, "imported"),
        ("SRE", 1, "imported"),
    ]
    await house.got("PUT", "/archetypes/sre", json={"groups": [groups[1]["group_id"]]})
    assert await house.effective("user-1") == (True, "archetype")


@pytest.mark.parametrize(
    ("raw", "says"), [(b"\xff", "UTF-8"), (b"a,b\n", "name the columns"), (b"group,user\nx,\n", "Line 2")]
)
async def test_a_file_that_is_none_is_refused(house, raw, says):
    answer = await house.ask("root", "POST", "/groups/import", content=raw)

    assert (answer.status_code, says in answer.text) == (422, True), answer.text


async def test_a_key_that_may_not_read_the_directory_is_told(house):
    house.key = "read_only"

    answer = await house.ask("root", "POST", "/groups/read")

    assert (answer.status_code, "groups import" in answer.text) == (424, True), answer.text


async def test_an_unknown_group_is_none(house):
    answer = await house.ask("root", "PUT", "/archetypes/engineer", json={"groups": ["nowhere"]})

    assert (answer.status_code, "groups list" in answer.text) == (404, True)


async def test_a_person_who_is_erased_is_not_spoken_of(mapped):
    of_them = {"kind": "block", "reason": "because"}
    naming = {"kind": "grant", "reason": "stands in for user-gone"}
    await mapped.got("PUT", f"/people/user-gone/skills/{SKILL}", json=of_them)
    await mapped.got("PUT", f"/people/user-stays/skills/{SKILL}", json=naming)

    erasure = EntitlementErasure(mapped.place.database, mapped.keyring)
    assert await erasure.erase(mapped.workspace_id, ("user-gone",), lambda text: "user-gone" in text) == 2

    assert await mapped.effective("user-gone") == (False, "none")
    assert await mapped.effective("user-stays") == (True, "granted")
    async with mapped.place.database.read() as tx:
        said = await mapped.room._said(tx, mapped.workspace_id, user_id="user-stays")
    assert said[0].reason.reveal() == "[erased]"
