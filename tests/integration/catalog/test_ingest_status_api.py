"""How does a program see how far ingest is?"""

import httpx
import pytest

from integration.catalog.workplace import ACME, GLOBEX, at
from watchgate.http.application import create_app
from watchgate.http.permissions import Caller, Permission
from watchgate.ingest.api import ingest_router

ROUTES = {("GET", "/api/v1/ingest/status"): Permission.READ}


@pytest.fixture
async def ask(workplace):
    async def authenticate(_token):
        return Caller("tok", "name", "viewer", frozenset({Permission.READ}))

    app = create_app(
        [ingest_router(workplace.database, lambda: at(60))], authenticate=authenticate, routes=ROUTES
    )
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://test", headers={"Authorization": "Bearer x"}
    ) as client:

        async def run(**wanted):
            response = await client.get("/api/v1/ingest/status", params=wanted)
            assert response.status_code == 200, response.text
            return response.json()["data"]

        yield run


async def test_a_workspace_that_was_never_read_has_no_streams(ask):
    assert [(one["name"], one["streams"]) for one in await ask()] == [("Acme", []), ("Globex", [])]


async def test_a_stream_says_what_is_done_what_waits_and_how_long_there_is(ask, workplace):
    await workplace.run(
        "INSERT INTO log_stream VALUES (:id, 'CONVERSATION_MESSAGE', :noon, :noon, :noon, NULL)",
        id=ACME,
        noon=at(0),
    )
    for name, state, events in (("a", "done", 7), ("b", "listed", 0)):
        await workplace.run(
            "INSERT INTO log_file VALUES (:id, :name, 'CONVERSATION_MESSAGE', :noon, 'f', 100, 'x', :state, 1, :events, 2, 1, NULL, :noon)",
            id=ACME,
            name=name,
            state=state,
            events=events,
            noon=at(0),
        )

    (acme,) = await ask(workspace_id=str(ACME))

    (stream,) = acme["streams"]
    assert (stream["settled"], stream["listed"], stream["bytes_left"]) == (1, 1, 100)
    assert (stream["events"], stream["duplicates"], stream["broken_lines"]) == (7, 4, 2)
    assert stream["hours_left"] == 30 * 24 - 1
    assert stream["lost_at"] == "2026-12-16T12:00:00Z"
    assert await ask(workspace_id=str(GLOBEX)) != [acme]
