"""The registry over a real database, asked by several people."""

import httpx
import pytest
from sqlalchemy import text

from postgres import database, postgres_url  # noqa: F401 -- fixtures
from unit.skills.sample import FILES
from watchgate.http.application import create_app
from watchgate.http.permissions import Caller
from watchgate.http.routes import ROUTES
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.skills import signing
from watchgate.skills.archive import zip_of
from watchgate.skills.lint.limits import limits
from watchgate.skills.registry import api
from watchgate.skills.registry.admission import Admission
from watchgate.skills.registry.service import Registry
from watchgate.skills.targets.model import Tenant

ACME = Tenant("wg", "acme", "https://watchgate.acme.example")
KEY = signing.new_key("sre@acme.example")


def person(name, role):
    return Caller(f"usr_{name}", name.capitalize(), role.value, role.permissions, person_id=f"usr_{name}")


CALLERS = {
    "ann": person("ann", Role.ANALYST),
    "abe": person("abe", Role.ANALYST),
    "bo": person("bo", Role.APPROVER),
    "root": person("root", Role.ADMIN),
    "vera": person("vera", Role.VIEWER),
    "robot": Caller("tok_r", "robot", "admin", Role.ADMIN.permissions),
    "globex": Caller(
        "usr_g", "Gus", "admin", Role.ADMIN.permissions, person_id="usr_g", workspaces=frozenset()
    ),
}


class Place:
    """`api("ann")` asks as Ann; `signers` are the keys that the registry asks for."""

    def __init__(self, database):  # noqa: F811
        self.database = database
        self.signers = ()
        self.clients = []

    @property
    def registry(self):
        return Registry(self.database, Admission(ACME, limits(), self.signers), utc_now)

    def api(self, who):
        async def authenticate(token):
            return CALLERS.get(token)

        app = create_app(
            [api.registry_router(self.registry)],
            authenticate=authenticate,
            statuses=api.STATUSES,
            routes=ROUTES,
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test/api/v1",
            headers={"Authorization": f"Bearer {who}"},
        )
        self.clients.append(client)
        return client

    async def add(self, who="ann", files=FILES):
        return await self.api(who).post("/skills", content=zip_of(files))

    async def step(self, who, step, version="1.2.0", **body):
        return await self.api(who).post(f"/skills/incident.postmortem/versions/{version}/{step}", json=body)

    async def published(self, files=FILES, version="1.2.0"):
        assert (await self.add(files=files)).status_code == 201
        for who, step in (("ann", "submit"), ("bo", "approve"), ("root", "publish")):
            answer = await self.step(who, step, version)
            assert answer.status_code == 200, answer.text

    async def entries(self):
        """[(type, fields, payload)] of what waits for the ledger."""
        async with self.database.read() as tx:
            rows = await tx.execute(text("SELECT type, fields, payload FROM ledger_outbox ORDER BY id"))
            return [tuple(row) for row in rows]


@pytest.fixture
async def place(database):  # noqa: F811
    made = Place(database)
    yield made
    for client in made.clients:
        await client.aclose()
