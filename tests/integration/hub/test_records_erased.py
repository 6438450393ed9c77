"""A person is erased: what records say of them goes, and the ledger still knows that there were records."""

from datetime import UTC, datetime
from uuid import UUID

from watchgate.hub.collecting import collect
from watchgate.hub.usage.model import Naming, Sighting, Source
from watchgate.hub.usage.taking import take

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")


async def test_bodies_of_their_runs_and_those_that_name_them_go(place):
    await collect(place.database)
    here, anywhere = await place.key(workspace_id=str(OFFICE)), await place.key()
    theirs = {"openai-conversation-id": "c1"}
    kept = [
        await place.emit(here, theirs, client_key="theirs"),
        await place.emit(anywhere, client_key="names", body={"summary": "Thanks to ann@acme.example."}),
        await place.emit(here, client_key="other", body={"summary": "Thanks to joann@acme.example."}),
    ]
    async with place.database.begin() as tx:
        at = datetime(2026, 11, 16, 12, tzinfo=UTC)
        named = (Naming.SKILL, "incident.postmortem")
        seen = Sighting(
            Source.CONVERSATION, "m1", *named, at, workspace_id=OFFICE, person="user-1", conversation_id="c1"
        )
        await take(tx, [seen])

    def names(text):
        return " ann@acme.example" in text

    erase = place.rooms.erasure.erase
    assert [await erase(OFFICE, ("user-1",), names), await erase(OFFICE, ("user-1",), names)] == [2, 0]

    shown = {}
    for answer in kept:
        path = f"/api/v1/hub/records/{answer.json()['id']}/reveal"
        said = (await place.hub("rita").post(path, json={"reason": "test"})).json()
        shown[said["record"]["client_key"]] = said["body"]
    assert shown == {"theirs": None, "names": None, "other": {"summary": "Thanks to joann@acme.example."}}
    await place.relay()
    said = (await place.hub("auditor").get("/api/v1/hub/records/verification")).json()
    assert (said["is_good"], said["counts"]["verified"]) == (True, 3)
