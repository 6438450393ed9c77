"""`watchgate hub …` over HTTP, as the page about the Hub has it."""

import asyncio
import json
from datetime import UTC, datetime
from uuid import UUID

import pyarrow.parquet
import pytest

from integration.hub.conftest import READERS
from integration.remediation.test_remediation_page import sh
from watchgate import app_hub
from watchgate.http.application import create_app
from watchgate.http.routes import ROUTES
from watchgate.http.server import bind, serve, url_of
from watchgate.hub.collecting import collect
from watchgate.hub.usage.model import Naming, Sighting, Source
from watchgate.hub.usage.taking import take
from watchgate.kernel.content import Content
from watchgate.skills.registry import api as skills_api
from watchgate.workspaces.model import Enrolment
from watchgate.workspaces.room import room_on

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")


@pytest.fixture
async def run(place):
    """run("root", "keys list") -> what the command says, asked as Root."""

    async def people(token):
        return READERS.get(token)

    rooms = place.rooms
    app = create_app(
        app_hub.routers(rooms, None),
        authenticate=app_hub.also_skills(people, rooms),
        statuses={**app_hub.STATUSES, **skills_api.STATUSES},
        routes=ROUTES,
    )
    listener, stop, ready = bind("127.0.0.1:0"), asyncio.Event(), asyncio.Event()
    serving = asyncio.create_task(serve(app, listener, stop, ready.set))
    await ready.wait()

    async def run(who, command):
        return await sh(f"watchgate hub {command}", who, url_of(listener))

    yield run
    stop.set()
    await serving
    listener.close()


async def test_from_a_key_to_sums(run, place):
    assert "There is none." in await run("root", "keys list")
    assert "There is none." in await run("vera", "records list")
    assert "No run of a skill is known" in await run("vera", "summary")
    assert "None." in await run("vera", "governance")
    key = Content("a-compliance-key")
    await room_on(place.database, place.keyring, {}).workspaces.enrol(
        Enrolment(OFFICE, "Acme", "org-acme", key)
    )
    said = await run("vera", "sources")
    assert "Acme" in said
    assert "off" in said
    key = json.loads(await run("root", "keys make incident.postmortem --json"))
    assert key["key"].startswith("wgs_")
    assert key["id"] in await run("root", "keys list incident.postmortem")
    record = (await place.emit(key["key"])).json()

    assert record["id"] in await run("vera", "records list --skill incident.postmortem --type decisions")
    assert "body digest" in await run("vera", f"records show {record['id']}")
    assert "DNS again." in await run("rita", f"records show {record['id']} --reveal test")
    await place.relay()
    assert "1 verified" in await run("auditor", "records verify")

    await collect(place.database)
    async with place.database.begin() as tx:
        shadow = Sighting(
            Source.CONVERSATION, "m1", Naming.GPT, "g-shadow", datetime.now(UTC), conversation_id="c1"
        )
        await take(tx, [shadow])
    assert "incident.postmortem" in await run("vera", "summary --by version")
    assert "g-shadow" in await run("vera", "unmanaged")
    for form in ("jsonl", "csv", "otlp", "parquet"):
        file = place.data_dir / f"runs.{form}"
        assert "1 runs in" in await run("vera", f"export --format {form} --output {file}")
        assert b"incident.postmortem" in file.read_bytes()
    [row] = pyarrow.parquet.read_table(place.data_dir / "runs.parquet").to_pylist()
    assert (row["skill_id"], row["sources"]) == ("incident.postmortem", ["record"])
    assert "is revoked" in await run("root", f"keys revoke {key['id']}")
