"""An export of who used what is imported: tried first, each row once, what is wrong told by its line."""

from uuid import UUID

import pytest
from sqlalchemy import text

from watchgate.hub.collecting import collect

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")
HEAD = "Event ID,Time (UTC),User ID,Item type,Item ID,Conversation ID,Duration (s),Result,Input tokens,Output tokens,Cost (USD)\n"
GOOD = "r1,2026-11-01T10:00:00Z,ann@acme.example,GPT,g-1,c1,2.5,success,10,5,0.02\n"
OTHER = "r2,2026-11-01T11:00:00,user-2,Skill,skill-1,,,error,,,\n"


async def send(place, content, who="root", *, dry_run=False, **more):
    body = {"workspace_id": str(OFFICE), "content": content, **more}
    return await place.hub(who).post("/api/v1/hub/usage/import", json=body, params={"dry_run": dry_run})


async def said(place, content, **more):
    answer = await send(place, content, **more)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def sightings(place):
    async with place.database.read() as tx:
        query = "SELECT source_id, person, outcome, cost_microusd FROM usage_sighting ORDER BY 1"
        return [tuple(row) for row in await tx.execute(text(query))]


async def test_it_is_tried_then_taken_once(place):
    async with place.database.begin() as tx:
        await tx.execute(
            text(
                "INSERT INTO person (workspace_id, user_id, email, first_seen_at, last_seen_at)"
                " VALUES (:w, 'user-1', 'Ann@acme.example', now(), now())"
            ),
            {"w": OFFICE},
        )
    tried = await said(place, HEAD + GOOD + OTHER, dry_run=True)
    assert (tried["new"], tried["is_dry_run"]) == (2, True)
    assert await sightings(place) == []

    done = await said(place, HEAD + GOOD + OTHER)
    again = await said(place, HEAD + GOOD + OTHER)

    assert (done["rows"], done["new"], done["known"]) == (2, 2, 0)
    assert (again["new"], again["known"]) == (0, 2)
    assert await sightings(place) == [("r1", "user-1", "success", 20_000), ("r2", "user-2", "error", None)]
    assert [kind for kind, _, _ in await place.entries()].count("usage.imported") == 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("r3,yesterday,u,GPT,g-1,,,,,,\n", "Time (UTC) is not a time"),
        ("r3,2999-01-01T00:00:00Z,u,GPT,g-1,,,,,,\n", "lies in the future"),
        ("r3,2026-11-01T10:00:00Z,u,Robot,g-1,,,,,,\n", "Item type is none of"),
        ("r3,2026-11-01T10:00:00Z,u,GPT,,,,,,,\n", "Item ID is empty"),
        ("r3,2026-11-01T10:00:00Z,u,GPT,g-1,,,,x,,\n", "Input tokens is not a whole number"),
        ("r3,2026-11-01T10:00:00Z,u,GPT,g-1,,-1,,,,\n", "Duration (s) is not an amount"),
        ("r3,2026-11-01T10:00:00Z\n", "not as many fields"),
    ],
)
async def test_what_tells_of_no_run_is_refused_by_its_line(place, row, why):
    done = await said(place, HEAD + GOOD + row)

    assert (done["new"], done["refused_rows"]) == (1, 1)
    [refused] = done["refused"]
    assert (refused["line"], why in refused["why"]) == (3, True), refused


async def test_lines_of_json_with_columns_of_other_names(place):
    await collect(place.database)
    columns = {"at": "when", "named": "what", "item_type": None, "person": "who", "source_id": None}
    lines = '{"when": "2026-11-01T10:00:00Z", "what": "g-1", "who": "nobody@acme.example"}\n\n[1]\n'

    done = await said(place, lines, format="jsonl", columns=columns)

    assert (done["rows"], done["new"], done["refused"], done["unknown_people"]) == (
        2,
        1,
        [{"line": 3, "why": "It is not a JSON object."}],
        1,
    )
    assert (await said(place, lines, format="jsonl", columns=columns))["known"] == 1


async def test_a_column_that_is_none_is_refused(place):
    answer = await send(place, HEAD, columns={"colour": "x"})

    assert (answer.status_code, "colour" in answer.text) == (422, True)


async def test_another_workspace_is_not_there(place):
    assert (await send(place, HEAD + GOOD, who="globex")).status_code == 404
