"""Who asks about the use of skills gets sums, of what he may see; and a record is a run too."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from watchgate.hub.collecting import collect
from watchgate.hub.usage.model import Basis, Cost, Naming, Outcome, Sighting, Source
from watchgate.hub.usage.taking import take

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
MONTH = {"since": "2026-11-01", "until": "2026-11-30"}


def run(number, person="user-1", named="incident.postmortem", **more):
    at = NOON + timedelta(days=number)
    return Sighting(
        Source.CONVERSATION,
        f"m{number}",
        Naming.SKILL,
        named,
        at,
        workspace_id=OFFICE,
        person=person,
        conversation_id=f"c{number}",
        ended_at=at + timedelta(seconds=2 + number),
        **more,
    )


@pytest.fixture
async def used(place):
    await collect(place.database)  # learns the skill's name
    async with place.database.begin() as tx:
        await take(
            tx,
            [
                run(0, cost=Cost(Decimal("0.04"), Basis.REPORTED), input_tokens=10),
                run(1, person="user-2", outcome=Outcome.ERROR),
                run(2, cost=Cost(Decimal("0.5"), Basis.ESTIMATED)),
                run(3, named="somebody.elses"),
            ],
        )
    return place


async def ask(place, what="summary", who="vera", **params):
    answer = await place.hub(who).get(f"/api/v1/hub/usage/{what}", params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_sums_and_percentiles(used):
    said = await ask(used, **MONTH)

    [line] = said["data"]
    assert (line["key"], line["runs"], line["errors"], line["input_tokens"]) == (
        ["incident.postmortem"],
        3,
        1,
        10,
    )
    assert line["cost"] == {
        "reported": {"usd": "0.04", "runs": 1, "spread": {"p50": "0.04", "p95": "0.04"}},
        "estimated": {"usd": "0.5", "runs": 1, "spread": {"p50": "0.5", "p95": "0.5"}},
    }
    assert line["duration_s"] == {"p50": "3", "p95": "4"}
    assert said["total"]["runs"] == 3


@pytest.mark.parametrize(
    ("params", "lines"),
    [
        ({"by": "person"}, [(["user-1"], 2), (["user-2"], 1)]),
        (
            {"by": "day", "skill_id": "incident.postmortem"},
            [(["2026-11-16"], 1), (["2026-11-17"], 1), (["2026-11-18"], 1)],
        ),
        ({"by": "version"}, [(["incident.postmortem", ""], 3)]),
        ({"by": "skill", "person": "user-2"}, [(["incident.postmortem"], 1)]),
        ({"by": "day", "since": "2026-11-18"}, [(["2026-11-18"], 1)]),
        ({"skill_id": "other.skill"}, []),
    ],
)
async def test_by_what_and_of_what(used, params, lines):
    said = await ask(used, **MONTH | params)

    assert [(line["key"], line["runs"]) for line in said["data"]] == lines


async def test_by_archetype_each_person_counts_once(used):
    rows = (
        "INSERT INTO directory_group SELECT :w, g, g, 'imported', now() FROM unnest(ARRAY['g1', 'g2', 'g3']) g",
        "INSERT INTO directory_member VALUES (:w, 'g1', 'user-1'), (:w, 'g2', 'user-1'), (:w, 'g3', 'user-2')",
        "INSERT INTO archetype_group VALUES (:w, 'sre', 'g1'), (:w, 'sre', 'g2'), (:w, 'engineer', 'g3')",
    )
    async with used.database.begin() as tx:
        for row in rows:
            await tx.execute(text(row), {"w": OFFICE})

    for more in ({}, {"skill_id": "incident.postmortem"}):
        said = await ask(used, by="archetype", **MONTH, **more)
        assert [(line["key"], line["runs"]) for line in said["data"]] == [(["sre"], 2), (["engineer"], 1)]


async def test_pages(used):
    first = await ask(used, by="person", limit=1, **MONTH)
    second = await ask(used, by="person", limit=1, offset=first["next_offset"], **MONTH)

    assert [line["key"] for line in first["data"] + second["data"]] == [["user-1"], ["user-2"]]
    assert second["next_offset"] is None


async def test_what_is_not_ours_is_counted_beside(used):
    assert (await ask(used, "unmanaged"))["data"] == [
        {"naming": "skill", "named": "somebody.elses", "sightings": 1, "people": 1}
    ]


async def test_other_workspaces_are_not_there(used):
    assert (await ask(used, who="globex", **MONTH))["data"] == []
    assert (await ask(used, "unmanaged", who="globex"))["data"] == []


async def test_days_in_the_wrong_order_are_refused(used):
    answer = await used.hub("vera").get(
        "/api/v1/hub/usage/summary", params={"since": "2026-11-02", "until": "2026-11-01"}
    )

    assert (answer.status_code, "Swap" in answer.json()["detail"]) == (422, True)


async def test_a_record_counts_as_a_run_and_its_footer_says_what_is_usual(used):
    await collect(used.database)
    answer = await used.emit(await used.key(workspace_id=str(OFFICE)), {"openai-conversation-id": "c0"})
    await collect(used.database)

    assert "$0.04 · 2.0s" in answer.json()["footer"]
    [line] = (await ask(used, by="day", since="2026-11-16", until="2026-11-16"))["data"]
    assert (line["runs"], line["recorded"]) == (1, 1)
    other = await used.emit(await used.key(), {"openai-conversation-id": "c77"}, client_key="other")
    assert "≈ $0.04 · ≈ 3.0s" in other.json()["footer"]


async def test_runs_one_by_one_page_by_page(used):
    first = await ask(used, "runs", limit=2)
    rest = await ask(used, "runs", limit=2, cursor=first["next_cursor"])

    runs = first["data"] + rest["data"]
    assert [run["conversation_id"] for run in runs] == ["c2", "c1", "c0"]
    assert runs[2]["reported_microusd"] == 40_000
    assert runs[0]["sources"] == ["conversation"]
    assert (await ask(used, "runs", conversation_id="c1"))["data"] == [runs[1]]
    assert (await ask(used, "runs", person="user-2", since="2026-11-17T00:00:00Z"))["data"] == [runs[1]]
    assert (await ask(used, "runs", who="globex"))["data"] == []
