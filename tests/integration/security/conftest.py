"""One real server on two workspaces with data, and people of every role who ask it in every way."""

import asyncio
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from integration.catalog.workplace import ACME, CARD, GLOBEX, Workplace
from integration.security import removals
from integration.workspaces.openai_on_loopback import openai_on_loopback
from postgres import fresh_database
from watchgate.findings.model import FindingFilter
from watchgate.http.credentials import CSRF_HEADER
from watchgate.identity.people.changes import Changes
from watchgate.identity.people.rules import AT_THE_MACHINE
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.identity.sessions.model import Limits, Method, Visitor
from watchgate.identity.sessions.service import Sessions
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.storage.database import Database
from watchgate.storage.key_encryption import FileKeys
from watchgate.storage.sealing import Keyring
from watchgate.testing.processes import RunningProcess

TITLE = "Zanzibar merger"
WORDS = "The quokka pays with"
KEY = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
PLANTED = (
    *(CARD, WORDS, TITLE, "quentin-from-acme", KEY),
    *(removals.REASON, removals.COMMENT, removals.RULE, removals.CASE),
)
"""What is in ACME, and nowhere else."""
PASSWORD_HASH = "$argon2"


@dataclass(frozen=True)
class Known:
    """Somebody who may call: a person, limited to GLOBEX or not, and a token of the same role."""

    role: Role
    person_id: str
    limited_id: str
    token: str


class Castle:
    """The server, what is in it, and who may knock."""

    def __init__(self, url: str, database_url: str, data_dir: Path) -> None:
        self.url = url
        self.data_dir = data_dir
        self.database_url = database_url
        self.loop = asyncio.new_event_loop()
        self.database = Database(database_url, pool_size=5)
        self.people = People(self.database, utc_now)
        self.sessions = Sessions(self.database, self.people, utc_now, Limits())
        self.client = httpx.Client(base_url=url, timeout=30)

    def run(self, coroutine):
        return self.loop.run_until_complete(coroutine)

    def close(self):
        self.client.close()
        self.run(self.database.close())
        self.loop.close()

    def fill(self):
        self.run(self._fill())

    async def _fill(self):
        await self._let_in()
        for workspace_id, name in ((ACME, "Acme"), (GLOBEX, "Globex")):
            self._enrol(str(workspace_id), name)
        place = Workplace(self.database)
        place.use(Keyring(FileKeys(self.data_dir)))
        await place.settle(
            place.said(
                "m1",
                f"{WORDS} {CARD}",
                conversation="conv-acme",
                title=TITLE,
                by="quentin-from-acme",
                files=[("file-acme", f"{TITLE}.pdf")],
            )
        )
        await place.settle(
            place.said("m2", "Hello from Globex", conversation="conv-globex", by="gina-from-globex"),
            workspace_id=GLOBEX,
        )
        found = await place.findings.page(FindingFilter(workspace_id=ACME), 10)
        self.finding_id = str(found[0].id)
        root = (await self.people.get(self.known[Role.ADMIN].person_id)).as_caller()
        self.keyring = place.keyring
        self.removals = await removals.plant(self.database, self.keyring, root)

    async def _let_in(self):
        tokens = Tokens(self.database, utc_now)
        self.known = {}
        for role in Role:
            free = await self.people.create(f"{role}@example.com", role.value, role)
            limited = await self.people.create(
                f"limited-{role}@example.com", role.value, role, workspaces=frozenset({GLOBEX})
            )
            _, token = await tokens.create(role.value, role, timedelta(days=1))
            self.known[role] = Known(role, free.id, limited.id, token)

    def _enrol(self, workspace_id, name):
        answer = self.client.post(
            "/api/v1/workspaces",
            headers={"Authorization": f"Bearer {self.known[Role.ADMIN].token}"},
            json={
                "workspace_id": workspace_id,
                "name": name,
                "organization_id": "org-AbCdEf123456",
                "compliance_key": KEY,
                "skip_test": True,
            },
        )
        assert answer.status_code == 201, answer.text

    def cookie_headers(self, person_id, *, csrf=True):
        """A fresh session of this person, as one of our pages would send it."""
        opened = self.run(self._begin(person_id))
        headers = {"Cookie": f"watchgate={opened.secret}", "Origin": self.url}
        return {**headers, CSRF_HEADER: opened.csrf_token} if csrf else headers

    def requested_by(self, person_id):
        """The id of a request that this person has made."""
        caller = self.run(self.people.get(person_id)).as_caller()
        return self.run(removals.request(self.database, self.keyring, caller))

    def make(self, person_id, role):
        """He has another role from now on."""
        self.run(self.people.change(person_id, Changes(role=role), by=AT_THE_MACHINE))

    def token_headers(self, known):
        """With a fresh token of this person."""
        tokens = Tokens(self.database, utc_now)
        _, token = self.run(tokens.create("own", known.role, timedelta(days=1), owner=known.person_id))
        return {"Authorization": f"Bearer {token}"}

    def things_of(self, person_id):
        """A session and a token of this person."""
        opened = self.run(self._begin(person_id))
        token, _ = self.run(Tokens(self.database, utc_now).create("hers", Role.VIEWER, None, owner=person_id))
        return {"session_id": opened.session.id, "token_id": token.id}

    async def _begin(self, person_id):
        person = await self.people.get(person_id)
        return await self.sessions.begin(person, Method.PASSWORD, Visitor("127.0.0.1", "test"))

    def ask(self, method, template, headers=None, named=None, **more):
        path = template
        for name, value in (self.named | (named or {})).items():
            path = path.replace("{" + name + "}", value)
        path = re.sub(r"\{(\w+)\}", r"\1-nothing", path)
        if method in {"POST", "PATCH", "PUT"} and "json" not in more:
            more["json"] = {}
        return self.client.request(method, path, headers=headers, **more)

    @property
    def named(self):
        """What stands for parameters of paths: things of ACME. For all others stands what is not there."""
        return {
            "workspace_id": str(ACME),
            "conversation_id": "conv-acme",
            "finding_id": self.finding_id,
            "number": "1",
        }


@pytest.fixture(scope="package")
def castle(tmp_path_factory):
    database_url, drop = fresh_database()
    folder = tmp_path_factory.mktemp("castle")
    with openai_on_loopback() as openai:
        environment = {
            "WATCHGATE_DATABASE_URL": database_url,
            "WATCHGATE_CHATGPT_BASE_URL": openai.base_url,
            "WATCHGATE_OPENAI_BASE_URL": openai.base_url,
        }
        arguments = ["watchgate", "server", "--json", "--listen", "127.0.0.1:0", "--data-dir", str(folder)]
        with RunningProcess(arguments, environment=environment) as process:
            castle = Castle(process.ready["listening"], database_url, folder)
            castle.process = process
            try:
                castle.fill()
                yield castle
            finally:
                castle.close()
    drop()
