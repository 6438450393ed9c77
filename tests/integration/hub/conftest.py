"""The Hub over a real database: a published skill, its key, and people who read."""

from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from integration.skills.conftest import CALLERS, Place, person
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from unit.skills.sample import FILES
from watchgate import app_hub
from watchgate.http.application import create_app
from watchgate.http.permissions import Permission
from watchgate.http.routes import ROUTES
from watchgate.hub.opening import hub_on
from watchgate.identity.roles import Role
from watchgate.kernel.clock import utc_now
from watchgate.ledger.outbox import OutboxRelay
from watchgate.ledger.writer import Ledger
from watchgate.skills.registry import api as skills_api
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.sealing import Keyring

RECORD = {
    "skill_id": "incident.postmortem",
    "skill_version": "1.2.0",
    "client_key": "run-1",
    "type": "decisions",
    "body": {"summary": "DNS again."},
}
READERS = {
    "auditor": person("audrey", Role.AUDITOR),
    **CALLERS,
    "rita": replace(
        CALLERS["vera"], id="usr_rita", permissions=CALLERS["vera"].permissions | {Permission.REVEAL}
    ),
}


class HubPlace(Place):
    """`hub("root")` asks as a person; `skill(key)` as a skill does."""

    now = staticmethod(utc_now)
    data_dir = Path()

    async def relay(self):
        """Have what waits in the outbox in the ledger."""
        ledger = Ledger.open(self.data_dir, kind="control")
        await OutboxRelay(self.database, ledger).drain()
        ledger.close()

    @property
    def keyring(self):
        return Keyring(HeldKeys([bytes(KEY_BYTES)]))

    @property
    def rooms(self):
        return hub_on(self.database, self.keyring, self.registry, self.data_dir, self.now)

    def hub(self, who, **headers):
        async def people(token):
            return READERS.get(token)

        rooms = self.rooms
        app = create_app(
            app_hub.routers(rooms, "https://watchgate.acme.example"),
            authenticate=app_hub.also_skills(people, rooms),
            statuses={**app_hub.STATUSES, **skills_api.STATUSES},
            routes=ROUTES,
        )
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://test",
            headers={"Authorization": f"Bearer {who}"} | headers,
        )
        self.clients.append(client)
        return client

    async def key(self, **more):
        made = await self.hub("root").post(
            "/api/v1/hub/keys", json={"skill_id": "incident.postmortem", **more}
        )
        assert made.status_code == 201, made.text
        return made.json()["key"]

    async def emit(self, key, headers=None, **changed):
        return await self.hub(key).post("/hub/v1/records", json=RECORD | changed, headers=headers or {})


@pytest.fixture
async def place(database, tmp_path):  # noqa: F811
    made = HubPlace(database)
    made.data_dir = tmp_path
    await made.published(FILES)
    yield made
    for client in made.clients:
        await client.aclose()
