"""`watchgate skills push|pushed|take-back|platform-key`, over HTTP, to the simulated OpenAI."""

import asyncio
import json

import pytest

from integration.remediation.test_remediation_page import sh
from integration.skills.conftest import CALLERS
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits, Rates
from watchgate.skills.pushing import api
from watchgate.skills.pushing.opening import pushing_on
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.sealing import Keyring
from watchgate.testing.simulator import RunningSimulator

FREE = Limits(Rates(1e9, 1e9, 1e9))


@pytest.fixture
def simulator():
    with RunningSimulator() as simulator:
        yield simulator


@pytest.fixture
async def run(place, simulator):
    """run("push …") -> what the command says, asked as Root; `REQUEST` holds the key."""

    async def authenticate(token):
        return CALLERS.get(token)

    await place.published()
    keyring = Keyring(HeldKeys([bytes(KEY_BYTES)]))
    async with new_http_client() as http:
        room = pushing_on(
            place.database, keyring, place.registry, base_url=simulator.base_url, http=http, limits=FREE
        )
        app = create_app(
            [api.pushing_router(room)], authenticate=authenticate, statuses=api.STATUSES, routes=ROUTES
        )
        listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
        serving = asyncio.create_task(serve(app, listener, stop, ready.set))
        await ready.wait()

        async def run(command):
            key = simulator.keys["project"]
            return await sh(f"watchgate skills {command}", "root", url_of(listener), key)

        yield run
        stop.set()
        await serving
        listener.close()


async def test_a_version_is_sent_listed_and_taken_back(run):
    assert "is kept for default." in await run("platform-key set --key-env REQUEST")

    assert "1.2.0 would be a new skill there." in await run("push incident.postmortem --dry-run")
    assert "Nothing." in await run("pushed incident.postmortem")
    assert "1.2.0 is a new skill there: " in await run("push incident.postmortem")
    assert json.loads(await run("push incident.postmortem --json"))["did"] == "nothing"
    assert "1.2.0" in await run("pushed incident.postmortem")

    assert "incident.postmortem is gone: 1 version." in await run("take-back incident.postmortem --yes")
