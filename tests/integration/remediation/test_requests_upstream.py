"""Does a request for which the key does not do end before anything is deleted? The whole API, with a real OpenAI's side."""

import pytest

from integration.catalog.workplace import ACME
from integration.openai.awkward import Awkward, ok, status
from integration.openai.conftest import KEY
from integration.openai.sent import GPTS_PAGE
from watchgate.ingest.access import EnrolledWorkspaces
from watchgate.kernel.content import Content
from watchgate.openai.connect import new_http_client
from watchgate.remediation.upstream import upstream_on
from watchgate.remediation.upstream.rights import NOBODY, NOTHING
from watchgate.workspaces.model import Changes, WorkspaceState
from watchgate.workspaces.room import room_on

ROOM = f"/v1/compliance/workspaces/{ACME}"


@pytest.fixture
async def openai():
    server = Awkward()
    await server.start()
    server.says(f"{ROOM}/gpts", ok(GPTS_PAGE))
    yield server
    await server.stop()


@pytest.fixture
async def workspaces(place, openai):
    """Those that are enrolled; the place asks the awkward OpenAI from now on."""
    database, keyring = place.database, place.workplace.keyring
    enrolled = room_on(database, keyring, {}).workspaces
    await enrolled.change(ACME, Changes(compliance_key=Content(KEY)))
    async with new_http_client() as http:
        access = EnrolledWorkspaces(database, keyring, enrolled, base_url=f"{openai.url}/v1", http=http)
        place.upstream = upstream_on(access, enrolled)
        yield enrolled


def refuse(openai):
    """The key may read, and not delete."""
    openai.says(probe_path(), status(403))


def probe_path():
    return f"{ROOM}/users/{NOBODY}/conversations/{NOTHING}"


@pytest.mark.usefixtures("workspaces")
async def test_a_key_that_may_only_read_is_named_in_the_plan_and_refused_at_the_request(place, openai):
    refuse(openai)

    planned = await place.planned()
    answer = await place.api("ann").post(f"/requests/{planned['id']}/request")

    assert "compliance_export with delete" in planned["plan"]["key_refuses"]
    assert answer.status_code == 409
    assert "compliance_export with delete" in answer.json()["detail"]
    assert await place.state(planned["id"]) == "planned"
    assert {asked.path for asked in openai.asked if asked.method != "GET"} == {probe_path()}


@pytest.mark.usefixtures("workspaces")
async def test_with_a_key_that_may_delete_it_is_requested_and_nothing_has_gone_yet(place, openai):
    requested = await place.requested()

    assert requested["state"] == "requested"
    assert {asked.path for asked in openai.asked if asked.method != "GET"} == {probe_path()}


@pytest.mark.usefixtures("workspaces")
async def test_to_redact_our_own_copy_alone_nobody_is_asked(place, openai):
    refuse(openai)

    requested = await place.requested(action="redact")

    assert requested["state"] == "requested"
    assert openai.asked == []


async def test_a_paused_workspace_is_refused_with_what_to_do(place, workspaces):
    planned = await place.planned()
    await workspaces.change(ACME, Changes(state=WorkspaceState.PAUSED))

    answer = await place.api("ann").post(f"/requests/{planned['id']}/request")

    assert answer.status_code == 409
    assert "watchgate workspaces resume" in answer.json()["detail"]


@pytest.mark.usefixtures("workspaces")
async def test_a_file_that_has_expired_is_shown_as_gone_in_the_plan(place, openai):
    openai.says(f"{ROOM}/users/user-1/files/file-a", status(410))

    planned = await place.planned(targets=[{"kind": "file", "id": "file-a"}])
    objects = (await place.api("ann").get(f"/requests/{planned['id']}/objects")).json()["data"]

    assert objects[0]["effects"]["presence"] == "gone"
    assert [asked.query for asked in openai.asked if "files" in asked.path] == [[("conversation_id", "c1")]]
