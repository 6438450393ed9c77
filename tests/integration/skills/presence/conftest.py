"""A published skill, a simulated workspace in which people install it and change it, and the room that looks."""

import math
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

import httpx
import pytest

from integration.simulator.asking import WEDNESDAY
from integration.skills.conftest import ACME, CALLERS, Place, person
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from unit.skills.sample import FILES
from watchgate.http.application import create_app
from watchgate.http.permissions import Permission
from watchgate.http.routes import ROUTES
from watchgate.identity.roles import Role
from watchgate.ingest.access import EnrolledWorkspaces
from watchgate.kernel.content import Content
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.skills.archive import zip_of
from watchgate.skills.package.load import load_skill
from watchgate.skills.presence import api
from watchgate.skills.presence.opening import presence_on
from watchgate.skills.registry.api import STATUSES
from watchgate.skills.targets import agent_skill
from watchgate.skills.targets.custom_gpt import bundle
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.sealing import Keyring
from watchgate.testing.simulator import RunningSimulator
from watchgate.workspaces.model import Enrolment
from watchgate.workspaces.room import room_on

SKILL = "incident.postmortem"
NAME = f"wg-acme-{SKILL}"
RITA = person("rita", Role.VIEWER)
READERS = CALLERS | {
    "rita": replace(RITA, permissions=RITA.permissions | {Permission.REVEAL}),
}


class Watching(Place):
    """`look()` looks as a worker does; `sim("POST", "gpts/install", content=…)` is what a person does in ChatGPT."""

    def __init__(self, database, simulator, http):  # noqa: F811
        super().__init__(database)
        self.simulator = simulator
        self.workspace = UUID(simulator.workspace_id)
        self.keyring = Keyring(HeldKeys([bytes(KEY_BYTES)]))
        self.workspaces = room_on(database, self.keyring, {}).workspaces
        self.openai = http
        self.entitled = None
        self.creates_gpts = False

    @property
    def room(self):
        enrolled = EnrolledWorkspaces(
            self.database,
            self.keyring,
            self.workspaces,
            base_url=self.simulator.base_url,
            http=self.openai,
            limits=Limits(Rates(math.inf, math.inf, math.inf)),
        )
        return presence_on(
            self.database,
            self.keyring,
            self.registry,
            enrolled,
            self.entitled,
            creates_gpts=self.creates_gpts,
        )

    async def look(self):
        await self.room.looking.look(self.workspace)

    def presence(self, who="vera"):
        async def authenticate(token):
            return READERS.get(token)

        app = create_app(
            [api.presence_router(self.room)],
            authenticate=authenticate,
            statuses={**api.STATUSES, **STATUSES},
            routes=ROUTES,
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test/api/v1/skills",
            headers={"Authorization": f"Bearer {who}"},
        )
        self.clients.append(client)
        return client

    async def states(self):
        """{target: row} of the skill, as a viewer sees it."""
        answer = await self.presence().get("/presence", params={"skill_id": SKILL})
        assert answer.status_code == 200, answer.text
        return {one["target"]: one for one in answer.json()["data"]}

    async def sim(self, method, path, **more):
        url = f"{self.simulator.control_url}/workspaces/{self.workspace}/{path}"
        async with httpx.AsyncClient() as http:
            answer = await http.request(method, url, timeout=60, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def install_gpt(self, files=FILES, **query):
        archive = zip_of(bundle.render(load_skill(files), ACME).files)
        made = await self.sim("POST", f"gpts/install?{urlencode(query)}", content=archive)
        return made["gpt_id"]

    async def install_skill(self, files=FILES):
        archive = zip_of(agent_skill.render(load_skill(files)).files)
        return (await self.sim("POST", "skills/install", content=archive))["skill_id"]

    async def changes(self):
        """What the ledger was told of presence: (target, from, to, parts)."""
        return [
            (fields["target"], fields["from"], fields["to"], fields["parts"])
            for word, fields, _ in await self.entries()
            if word == "skill.presence_changed"
        ]


@pytest.fixture(scope="module")
def simulator():
    with RunningSimulator(*WEDNESDAY, "--messages", "60", "--people", "8", "--days-ahead", "1") as running:
        yield running


@pytest.fixture
async def place(database, simulator):  # noqa: F811
    simulator.reset()
    async with new_http_client() as http:
        made = Watching(database, simulator, http)
        await made.workspaces.enrol(
            Enrolment(made.workspace, "Acme", simulator.organization_id, Content(simulator.keys["full"]))
        )
        await made.published(FILES)
        yield made
        for client in made.clients:
            await client.aclose()
