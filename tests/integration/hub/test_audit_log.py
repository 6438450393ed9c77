"""The platform's audit log of a simulated organisation becomes runs; and what cannot be read is said, with what to do."""

import asyncio
import math
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from integration.hub.conftest import HubPlace
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.hub.opening import hub_on
from watchgate.hub.sources.audit import AuditTypes
from watchgate.hub.sources.audit_log import AuditLog
from watchgate.hub.usage.model import Naming
from watchgate.hub.usage.taking import Name, know
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.settings import load_settings
from watchgate.testing.simulator import RunningSimulator
from watchgate.workspaces.model import Changes, Enrolment, KeyKind
from watchgate.workspaces.room import room_on

TYPES = AuditTypes()
RUNS = "SELECT person, outcome, model IS NOT NULL, duration_ms > 0 FROM usage_run WHERE skill_id = 'incident.postmortem'"


@pytest.fixture(scope="module")
def simulator():
    with RunningSimulator("--messages", "30", "--people", "5", "--days-ahead", "1") as running:
        running.audit_gpt_runs(invoked="gpt.invoked", failed="gpt.failed")
        yield running


class Auditing(HubPlace):
    """`read()` is a worker's turn, at what the simulator's clock says."""

    types = TYPES

    def __init__(self, database, simulator, http):  # noqa: F811
        super().__init__(database)
        self.simulator, self.http = simulator, http
        self.workspace = UUID(simulator.workspace_id)
        self.workspaces = room_on(database, self.keyring, {}).workspaces
        self.ahead = timedelta()

    @property
    def rooms(self):
        return hub_on(self.database, self.keyring, self.registry, self.data_dir, audit_types=self.types)

    async def enrol(self, admin="admin"):
        keys = self.simulator.keys
        enrolment = Enrolment(
            self.workspace,
            "Acme",
            self.simulator.organization_id,
            Content(keys["full"]),
            Content(keys[admin]) if admin else None,
        )
        await self.workspaces.enrol(enrolment)

    async def read(self):
        self.ahead += timedelta(seconds=61)
        now = await asyncio.to_thread(self.simulator.now) + self.ahead
        return await self.turn(lambda: now)

    async def turn(self, clock):
        limits = Limits(Rates(math.inf, math.inf, math.inf))
        reading = AuditLog(
            self.database,
            self.workspaces,
            self.types,
            self.simulator.base_url,
            self.http,
            limits,
            clock=clock,
        )
        return await reading.collect()

    async def rows(self, sql):
        async with self.database.read() as tx:
            return [tuple(row) for row in await tx.execute(text(sql))]

    async def source(self):
        answer = await self.hub("root").get("/api/v1/hub/usage/sources")
        assert answer.status_code == 200, answer.text
        [one] = answer.json()["data"]
        return one


@pytest.fixture
async def place(database, simulator, tmp_path):  # noqa: F811
    async with new_http_client() as http:
        made = Auditing(database, simulator, http)
        made.data_dir = tmp_path
        yield made
        for client in made.clients:
            await client.aclose()


@pytest.fixture
async def gpt(place):
    """One of the workspace's GPTs, of which it is known which skill of ours it is."""
    [made] = await asyncio.to_thread(place.simulator.make, gpt=1)
    async with place.database.begin() as tx:
        await know(tx, [Name(Naming.GPT, made["id"], "incident.postmortem", "1.2.0")])
    return made["id"]


async def run(place, gpt, **asked):
    runs = await asyncio.to_thread(place.simulator.run_gpt, gpt, **asked)
    await asyncio.to_thread(place.simulator.advance_clock, 3600)
    return runs


async def test_runs_are_read_over_all_pages_each_once(place, gpt):
    await place.enrol()
    runs = await run(place, gpt, count=130, fail=7, ahead_s=300)

    assert await place.read() >= 130
    assert await place.read() == 0
    more = await run(place, gpt, count=3, ahead_s=60)
    assert await place.read() == 3

    found = await place.rows(RUNS)
    assert len(found) == 133
    assert sum(outcome == "error" for _, outcome, _, _ in found) == 7
    assert {person for person, *_ in found} == {one["user_id"] for one in [*runs, *more]}
    assert all(has_model and lasted for _, _, has_model, lasted in found)
    assert (await place.source())["state"] == "read"


async def test_two_workers_share_the_turns(place, gpt):
    await place.enrol()
    await run(place, gpt, count=2, ahead_s=60)
    now = await asyncio.to_thread(place.simulator.now)

    both = await asyncio.gather(place.turn(lambda: now), place.turn(lambda: now))

    assert 0 in both
    assert len(await place.rows(RUNS)) == 2


async def test_what_cannot_be_read_is_no_zero(place, gpt):
    await place.enrol(admin="full")
    await run(place, gpt, count=1, ahead_s=60)
    assert (await place.source())["state"] == "waiting"

    await place.read()
    first = await place.source()
    await place.read()
    again = await place.source()

    assert (first["state"], first["read_at"]) == ("failing", None)
    assert "admin key" in first["problem"]
    assert again["since"] == first["since"] is not None

    admin_key = Content(place.simulator.keys["admin"])
    await place.workspaces.change(place.workspace, Changes(admin_key=admin_key))
    assert await place.read() >= 1
    well = await place.source()
    assert (well["state"], well["problem"], well["since"]) == ("read", None, None)


async def test_without_a_key_or_event_types_nothing_is_asked_and_it_is_said(place):
    await place.enrol(admin=None)
    await place.read()
    without_key = await place.source()
    place.types = AuditTypes.none()
    await place.read()
    off = await place.source()

    assert (without_key["state"], off["state"]) == ("no_key", "off")
    assert f"--kind {KeyKind.ADMIN.value}" in without_key["problem"]
    assert "usage_audit_event_types" in off["problem"]
    assert await place.rows("SELECT count(*) FROM usage_cursor") == [(0,)]


async def test_who_may_not_see_the_workspace_sees_no_source_of_it(place):
    await place.enrol()

    answer = await place.hub("globex").get("/api/v1/hub/usage/sources")

    assert answer.json() == {"data": [], "next_after": None}


def test_more_than_two_words_are_refused_with_what_to_give(monkeypatch):
    monkeypatch.setenv("WATCHGATE_USAGE_AUDIT_EVENT_TYPES", "gpt.invoked,gpt.failed,gpt.other")

    with pytest.raises(UserError, match="then the one of a run that failed"):
        load_settings()
