"""What `docs/holds.md` shows is what happens: each of its commands is run as it stands."""

import asyncio
import re
from pathlib import Path

import pytest

from integration.catalog.workplace import Workplace
from integration.remediation.conftest import CALLERS
from integration.remediation.test_holds import Place
from integration.remediation.test_remediation_page import sh
from postgres import database, postgres_url  # noqa: F401 -- fixtures
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.remediation.holds import api
from watchgate.workspaces import api as workspaces_api
from watchgate.workspaces.room import room_on

PAGE = (Path(__file__).parents[3] / "docs" / "holds.md").read_text()
[BLOCK] = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
async def address(database):  # noqa: F811
    """Where the API is served."""
    workplace = Workplace(database)
    await workplace.enrol()
    place = Place(database, workplace)
    room = room_on(database, workplace.keyring, {})

    async def authenticate(token):
        return CALLERS.get(token)

    app = create_app(
        [
            api.holds_router(place.holds),
            workspaces_api.workspaces_router(room.workspaces, room.tests, room.erasure),
        ],
        authenticate=authenticate,
        statuses=workspaces_api.STATUSES | api.STATUSES,
        routes=ROUTES,
    )
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop, ready.set))
    await ready.wait()
    yield url_of(listener)
    stop.set()
    await serving
    listener.close()


async def test_the_examples(address):
    said = ""
    hold = ""
    for line in BLOCK.splitlines():
        said = await sh(line.replace("$HOLD", hold), "root", address)
        hold = hold or re.search(r"hld_\w+", said)[0]
        assert "hld_" in said
    assert re.search(r"state +released", said)
    assert len(re.findall("hld_", await sh("watchgate holds list", "viewer", address))) == 2
    assert len(re.findall("hld_", await sh("watchgate holds list --all", "viewer", address))) == 3


async def test_without_any_there_is_a_hint(address):
    assert "There is no legal hold." in await sh("watchgate holds list", "viewer", address)
