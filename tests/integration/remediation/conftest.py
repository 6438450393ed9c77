"""The API of remediation over a real database, asked by several people."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from integration.catalog.workplace import ACME, EMAIL, GLOBEX, NOON, Workplace
from integration.remediation.other_side import CarryingOut, Holds, OwnCopy, Upstream
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.http.application import create_app
from watchgate.http.permissions import Caller, Permission
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.identity.roles import Role
from watchgate.remediation import api
from watchgate.remediation.looking import Looking
from watchgate.remediation.model import Kind, Target
from watchgate.remediation.pace import Pace
from watchgate.remediation.planning import Planner
from watchgate.remediation.reading import Reading
from watchgate.remediation.resolving import Belongings, Bounds
from watchgate.remediation.service import Remediation, Terms
from watchgate.remediation.thresholds import Thresholds
from watchgate.workspaces import api as workspaces_api
from watchgate.workspaces.room import room_on as workspaces_room

AS_ANALYST = Role.ANALYST.permissions
CALLERS = {
    "ann": Caller("usr_ann", "Ann", "analyst", AS_ANALYST, person_id="usr_ann"),
    "ann-2": Caller("tok_ann", "Ann's token", "admin", frozenset(Permission), person_id="usr_ann"),
    "abe": Caller("usr_abe", "Abe", "analyst", AS_ANALYST, person_id="usr_abe"),
    "bo": Caller("usr_bo", "Bo", "approver", Role.APPROVER.permissions, person_id="usr_bo"),
    "cy": Caller("usr_cy", "Cy", "approver", Role.APPROVER.permissions, person_id="usr_cy"),
    "machine": Caller("tok_m", "machine", "approver", Role.APPROVER.permissions, made_by="usr_ann"),
    "robot": Caller("tok_r", "robot", "admin", frozenset(Permission), made_by="usr_root"),
    "root": Caller("usr_root", "Root", "admin", Role.ADMIN.permissions, person_id="usr_root"),
    "eve": Caller("usr_eve", "Eve", "analyst", AS_ANALYST | {Permission.EMERGENCY}, person_id="usr_eve"),
    "viewer": Caller("usr_v", "Vera", "viewer", Role.VIEWER.permissions, person_id="usr_v"),
    "auditor": Caller("usr_au", "Aud", "auditor", Role.AUDITOR.permissions, person_id="usr_au"),
    "globex": Caller(
        "usr_g", "Gus", "admin", frozenset(Permission), person_id="usr_g", workspaces=frozenset({GLOBEX})
    ),
}
PREFIX = "/api/v1/remediation"


class Place:
    """A workplace with remediation on it. `clock` can be moved; who asks is named by `api("ann")`."""

    def __init__(self, database, workplace):  # noqa: F811
        self.database = database
        self.workplace = workplace
        self.upstream, self.own_copy, self.holds = Upstream(), OwnCopy(), Holds()
        self.now = NOON + timedelta(days=1)
        self.carrying_out = CarryingOut()
        self.thresholds = Thresholds()
        self.bounds = Bounds(objects=5, objects_of_person=8)
        self.looking = Looking(objects=3)
        self.clients = []
        self.persons = _persons

    @property
    def remediation(self):
        planner = Planner(
            self.database,
            self.upstream,
            self.own_copy,
            self.holds,
            self.persons,
            self.bounds,
            self.looking,
            Pace(),
        )
        return Remediation(
            self.database, self.workplace.keyring, planner, lambda: self.now, self.thresholds, Terms()
        )

    @property
    def app(self):
        """The API; the token of each caller is their name."""

        async def authenticate(token):
            return CALLERS.get(token)

        reading = Reading(self.database, self.workplace.keyring)
        room = workspaces_room(self.database, self.workplace.keyring, {})
        return create_app(
            [
                api.requests_router(self.remediation, reading, self.carrying_out),
                workspaces_api.workspaces_router(room.workspaces, room.tests, room.erasure),
            ],
            authenticate=authenticate,
            statuses=workspaces_api.STATUSES | api.STATUSES,
            routes=ROUTES,
        )

    def api(self, who):
        """A client that asks as *who*."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url=f"http://test{PREFIX}",
            headers={"Authorization": f"Bearer {who}"},
        )
        self.clients.append(client)
        return client

    async def planned(self, who="ann", **more):
        """A plan to delete the conversation c1."""
        body = {
            "workspace_id": str(ACME),
            "action": "delete",
            "reason": "A card number",
            "targets": [{"kind": "conversation", "id": "c1"}],
        }
        wanted = {key: value for key, value in {**body, **more}.items() if value is not None}
        answer = await self.api(who).post("/requests", json=wanted)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def requested(self, who="ann", **more):
        planned = await self.planned(who, **more)
        answer = await self.api(who).post(f"/requests/{planned['id']}/request")
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def approved(self, who="ann", **more):
        requested = await self.requested(who, **more)
        answer = await self.api("bo").post(f"/requests/{requested['id']}/approve", json={})
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def state(self, request_id):
        return (await self.api("root").get(f"/requests/{request_id}")).json()["state"]

    async def entries(self):
        """[(type, fields, payload)] of what waits for the ledger."""
        rows = await self.workplace.run("SELECT type, fields, payload FROM ledger_outbox ORDER BY id")
        return [tuple(row) for row in rows]


async def _persons(workspace_id, person):
    if person != "user-1":
        return Belongings((person,))
    return Belongings((person,), (Target(Kind.CONVERSATION, "c1", person),))


@pytest.fixture
async def place(database):  # noqa: F811
    """c1 of user-1 has an address in two messages and a file; c2 of user-2 has another."""
    workplace = Workplace(database)
    await workplace.enrol()
    await workplace.settle(
        workplace.said("m1", f"Write to {EMAIL}", minutes=1, files=[("file-a", "a.txt")]),
        workplace.said("m2", f"and {EMAIL} again", minutes=2, after="m1"),
        workplace.said("m3", "nothing here", minutes=3, after="m2"),
        workplace.said("m4", f"mine is {EMAIL}", minutes=4, conversation="c2", by="user-2"),
    )
    made = Place(database, workplace)
    yield made
    for client in made.clients:
        await client.aclose()


@pytest.fixture
async def address(place):
    """Where the API is served."""
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(place.app, listener, stop, ready.set))
    await ready.wait()
    yield url_of(listener)
    stop.set()
    await serving
    listener.close()
