"""A run whose record does not come is an event, opened once; it is closed when the record comes after all."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from watchgate.hub.collecting import collect
from watchgate.hub.usage.model import Naming, Sighting, Source
from watchgate.hub.usage.taking import take

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
WINDOW = timedelta(seconds=900)


@pytest.fixture
async def used(place):
    """One run at noon, of a skill whose record may take a quarter of an hour."""
    await collect(place.database)
    seen = Sighting(
        Source.CONVERSATION,
        "m1",
        Naming.SKILL,
        "incident.postmortem",
        NOON,
        workspace_id=OFFICE,
        person="user-1",
        conversation_id="c1",
    )
    async with place.database.begin() as tx:
        await take(tx, [seen])
    return place


async def look_at(place, moment):
    place.now = lambda: moment
    return await place.rooms.governance.look()


async def events(place, who="vera", **asked):
    answer = await place.hub(who).get("/api/v1/hub/governance", params=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_it_waits_until_the_window_is_over_and_opens_once(used):
    assert await look_at(used, NOON + WINDOW) == (0, 0)
    assert await look_at(used, NOON + WINDOW + timedelta(seconds=1)) == (1, 0)
    assert await look_at(used, NOON + 2 * WINDOW) == (0, 0)

    [event] = await events(used, open=True)
    assert (event["kind"], event["conversation_id"], event["person"]) == ("record_missing", "c1", "user-1")
    assert (await used.entries())[-1][1]["record_type"] == "governance_events"


async def test_a_late_record_closes_it(used):
    await look_at(used, NOON + 2 * WINDOW)
    await used.emit(await used.key(workspace_id=str(OFFICE)), {"openai-conversation-id": "c1"})
    await collect(used.database)

    assert await look_at(used, NOON + 3 * WINDOW) == (0, 1)

    assert await events(used, open=True) == []
    [event] = await events(used)
    assert event["closed_at"] is not None
    records = (await used.hub("vera").get("/api/v1/hub/records", params={"type": "governance_events"})).json()
    assert [one["client_key"].rpartition(":")[2] for one in records["data"]] == ["closed", "opened"]


async def test_a_record_in_time_opens_none(used):
    await used.emit(await used.key(workspace_id=str(OFFICE)), {"openai-conversation-id": "c1"})
    await collect(used.database)

    assert await look_at(used, NOON + 2 * WINDOW) == (0, 0)


async def test_their_clock_may_be_ahead_of_ours(used):
    later = Sighting(
        Source.CONVERSATION, "m2", Naming.SKILL, "other.skill", NOON + 2 * WINDOW, conversation_id="c2"
    )
    async with used.database.begin() as tx:
        await take(tx, [later])
    assert await look_at(used, NOON) == (0, 0)  # a run of nobody's skill is no clock
    async with used.database.begin() as tx:
        ours = Sighting(
            Source.CONVERSATION,
            "m3",
            Naming.SKILL,
            "incident.postmortem",
            NOON + 2 * WINDOW,
            conversation_id="c3",
        )
        await take(tx, [ours])

    assert await look_at(used, NOON) == (1, 0)


async def test_a_run_that_becomes_part_of_another_has_no_event_of_its_own(used):
    named = (Naming.SKILL, "incident.postmortem")
    alone = Sighting(Source.AGENT, "a1", *named, NOON, workspace_id=OFFICE, run_id="r1")
    async with used.database.begin() as tx:
        await take(tx, [alone])
    assert await look_at(used, NOON + 2 * WINDOW) == (2, 0)
    async with used.database.begin() as tx:
        link = Sighting(
            Source.AGENT, "a2", None, None, NOON, workspace_id=OFFICE, run_id="r1", conversation_id="c1"
        )
        await take(tx, [link])

    await look_at(used, NOON + 3 * WINDOW)

    assert [one["conversation_id"] for one in await events(used, open=True)] == ["c1"]


async def test_other_workspaces_events_are_not_there(used):
    await look_at(used, NOON + 2 * WINDOW)

    assert await events(used, who="globex") == []
