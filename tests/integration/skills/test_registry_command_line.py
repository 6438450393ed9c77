"""`watchgate skills add|list|show|submit|approve|publish|…`, by three people, over HTTP."""

import asyncio
import json

import pytest

from integration.remediation.test_remediation_page import sh
from integration.skills.conftest import CALLERS, Place
from unit.skills.sample import FILES, files
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.skills.registry import api
from watchgate.skills.writing import write_folder


@pytest.fixture
async def run(place: Place, tmp_path):
    """run("ann", "add …") -> what the command says, asked as Ann."""

    async def authenticate(token):
        return CALLERS.get(token)

    app = create_app(
        [api.registry_router(place.registry)], authenticate=authenticate, statuses=api.STATUSES, routes=ROUTES
    )
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop, ready.set))
    await ready.wait()
    folder = write_folder(tmp_path / "incident-postmortem", FILES)

    async def run(who, command):
        return await sh(f"watchgate skills {command.replace('FOLDER', str(folder))}", who, url_of(listener))

    yield run
    stop.set()
    await serving
    listener.close()


async def test_a_version_goes_its_way(run):
    assert "There is none." in await run("vera", "list")
    assert "incident.postmortem 1.2.0 is draft: sha256:" in await run("ann", "add FOLDER")
    await run("ann", "submit incident.postmortem 1.2.0 --note 'Please look.'")
    assert "is approved" in await run("bo", "approve incident.postmortem 1.2.0")
    assert "is published, in use" in await run("root", "publish incident.postmortem 1.2.0")
    assert "reviewed by name  Bo" in await run("vera", "show incident.postmortem 1.2.0")

    listed = await run("vera", "list --current")
    assert "incident.postmortem" in listed
    assert "Incident Postmortem" in listed
    assert json.loads(await run("vera", "list --state draft --json")) == []
    assert json.loads(await run("vera", "list incident.postmortem --json"))[0]["state"] == "published"


async def test_what_is_refused_says_why(run):
    await run("ann", "add FOLDER")

    with pytest.raises(AssertionError, match="It is draft, so this cannot be done now"):
        await run("bo", "approve incident.postmortem 1.2.0")
    with pytest.raises(AssertionError, match=r"no version 9\.9\.9 of incident"):
        await run("ann", "submit incident.postmortem 9.9.9")


async def test_a_mistake_is_found_before_anything_is_sent(run, tmp_path):
    write_folder(tmp_path / "broken/incident-postmortem", files(yaml=("title:", "titel:")))

    with pytest.raises(AssertionError, match="`title` is missing"):
        await run("ann", f"add {tmp_path}/broken/incident-postmortem")


async def test_what_is_in_use_can_be_locked_and_compared(run, place, tmp_path):
    lock = tmp_path / "skills.lock"
    await place.published()
    await run("vera", f"lock --output {lock}")

    assert "As in" in await run("vera", f"status --lock {lock}")
    await place.published(files(yaml=("version: 1.2.0", "version: 1.3.0")), "1.3.0")
    with pytest.raises(AssertionError, match=r"changed  incident\.postmortem  1\.2\.0 → 1\.3\.0"):
        await run("vera", f"status --lock {lock}")
