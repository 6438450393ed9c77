"""What was found, where, how sure, and why; and what it adds up to."""

import pytest

from integration.catalog.workplace import ACME, CARD, EMAIL, GLOBEX

DAY = 24 * 60


@pytest.fixture
async def filled(workplace):
    say = workplace.said
    await workplace.settle(
        say("m1", f"Mail {EMAIL} please", minutes=1, by="ann", conversation="c1"),
        say("m2", f"Card {CARD} of {EMAIL}", minutes=2, by="bob", conversation="c2"),
        say("m3", "nothing", minutes=3, by="bob", conversation="c2", title=f"On {EMAIL}"),
        say("m4", f"Mail {EMAIL}", minutes=-3 * DAY, by="ann", conversation="c0"),
        say("m5", f"Mail {EMAIL}", minutes=-60 * DAY, by="ann", conversation="c-old"),
        workplace.happened(f"fix the bug of {EMAIL}", minutes=4, by="bob"),
    )
    await workplace.settle(
        say("m9", f"Mail {EMAIL}", minutes=2, by="zoe", conversation="c9"), workspace_id=GLOBEX
    )
    return workplace


async def listed(client, limit=2, **wanted):
    rows, cursor = [], None
    while True:
        asked = {**wanted, "limit": limit, **({"cursor": cursor} if cursor else {})}
        response = await client.get("findings", params=asked)
        assert response.status_code == 200, response.text
        rows += response.json()["data"]
        cursor = response.json()["next_cursor"]
        if cursor is None:
            return rows


async def summed(client, by, **wanted):
    response = await client.get("findings/summary", params={"by": by, **wanted})
    assert response.status_code == 200, response.text
    return response.json()


def assets(rows):
    return [row["asset_id"] for row in rows]


@pytest.mark.parametrize("limit", [1, 3, 200])
async def test_findings_are_listed_newest_first_over_all_workspaces(client, filled, limit):
    rows = await listed(client, limit)

    assert len({row["id"] for row in rows}) == 8
    assert [row["asset_kind"] for row in rows] == ["event", "title", *["message"] * 6]
    times = [row["asset_at"] for row in rows]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"workspace_id": str(GLOBEX)}, ["m9"]),
        ({"entity": "CREDIT_CARD"}, ["m2"]),
        ({"entity": "card"}, ["m2"]),
        ({"entity": "NO_SUCH_THING"}, []),
        ({"person": "zoe"}, ["m9"]),
        ({"person": "Zoe@acme.example"}, ["m9"]),
        ({"person": "nobody@acme.example"}, []),
        ({"asset_kind": "title"}, ["c2"]),
        ({"asset_kind": "file"}, []),
        ({"conversation_id": "c1"}, ["m1"]),
        ({"min_score": "1", "entity": "EMAIL"}, []),
        ({"from": "2026-09-01T00:00:00Z", "to": "2026-11-14T00:00:00Z"}, ["m4", "m5"]),
        ({"to": "2026-11-13T12:00:00Z", "person": "ann"}, ["m5"]),
    ],
)
async def test_findings_are_filtered(client, filled, wanted, found):
    assert assets(await listed(client, **wanted)) == found


async def test_a_finding_explains_itself_without_the_value(client, filled):
    (row,) = await listed(client, conversation_id="c1")

    response = await client.get(f"findings/{ACME}/{row['id']}")
    found = response.json()

    assert found == row
    assert (found["entity"], found["asset_kind"], found["asset_id"]) == ("EMAIL_ADDRESS", "message", "m1")
    assert (found["start"], found["end"]) == (5, 5 + len(EMAIL))
    assert found["excerpt_masked"] == "Mail <EMAIL> please"
    assert found["explanation"]["part"] == "content"
    assert sum(term["weight"] for term in found["explanation"]["evidence"]) == pytest.approx(
        1000 * found["score"]
    )
    assert (found["owner_id"], found["owner_email"]) == ("ann", "ann@acme.example")
    assert EMAIL not in response.text


async def test_the_same_value_has_the_same_fingerprint_within_a_workspace_only(client, filled):
    rows = await listed(client, 200, entity="EMAIL_ADDRESS")

    fingerprints = {row["workspace_id"]: set() for row in rows}
    for row in rows:
        fingerprints[row["workspace_id"]].add(row["fingerprint"])

    assert [len(found) for found in fingerprints.values()] == [1, 1]
    assert fingerprints[str(ACME)] != fingerprints[str(GLOBEX)]


@pytest.mark.parametrize("where", [f"{ACME}/fnd_none", f"{GLOBEX}/{{}}"])
async def test_a_finding_that_is_not_there_is_not_found(client, filled, where):
    (row,) = await listed(client, conversation_id="c1")

    assert (await client.get(f"findings/{where.format(row['id'])}")).status_code == 404


async def test_sums_by_entity_are_of_the_last_thirty_days(client, filled):
    summary = await summed(client, "entity")

    assert (summary["first_day"], summary["last_day"]) == ("2026-10-18", "2026-11-16")
    assert [(one["key"], one["findings"]) for one in summary["data"]] == [
        ("EMAIL_ADDRESS", 6),
        ("CREDIT_CARD", 1),
    ]
    assert summary["total"] == 7


async def test_sums_by_person_have_their_address_and_the_largest_is_first(client, filled):
    summary = await summed(client, "person", **{"from": "2026-01-01"})

    assert [(one["key"], one["email"], one["findings"]) for one in summary["data"]] == [
        ("bob", "bob@acme.example", 4),
        ("ann", "ann@acme.example", 3),
        ("zoe", "zoe@acme.example", 1),
    ]


async def test_sums_by_day_have_the_newest_first(client, filled):
    summary = await summed(client, "day", workspace_id=str(ACME), entity="EMAIL")

    assert [(one["key"], one["findings"]) for one in summary["data"]] == [
        ("2026-11-16", 4),
        ("2026-11-13", 1),
    ]


async def test_sums_by_conversation_are_of_those_with_a_message_in_these_days(client, filled):
    summary = await summed(client, "conversation", workspace_id=str(ACME))

    assert [(one["key"], one["findings"]) for one in summary["data"]] == [("c2", 3), ("c0", 1), ("c1", 1)]
    assert summary["total"] == 5
    assert (await summed(client, "conversation", person="ann", to="2026-10-01", **{"from": "2026-01-01"}))[
        "data"
    ] == [{"key": "c-old", "findings": 1, "workspace_id": str(ACME), "email": None}]


async def test_a_total_counts_what_has_no_line(client, filled):
    summary = await summed(client, "person", limit=1)

    assert [one["key"] for one in summary["data"]] == ["bob"]
    assert summary["total"] == 7


async def test_sums_and_the_list_agree(client, filled):
    listed_count = len(await listed(client, 200))

    for by in ("entity", "person", "day"):
        summary = await summed(client, by, **{"from": "2026-01-01"})
        assert summary["total"] == sum(one["findings"] for one in summary["data"]) == listed_count


async def test_sums_of_somebody_unknown_are_empty(client, filled):
    summary = await summed(client, "entity", person="nobody@acme.example")

    assert (summary["total"], summary["data"]) == (0, [])


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"by": "weather"}, 422),
        ({}, 422),
        ({"by": "conversation", "entity": "EMAIL"}, 422),
        ({"by": "day", "from": "0001-01-01", "to": "9999-12-31"}, 200),
        ({"by": "conversation", "from": "0001-01-01", "to": "9999-12-31"}, 200),
        ({"by": "day", "to": "0001-01-02"}, 200),
    ],
)
async def test_odd_questions_have_plain_answers(client, filled, wanted, status):
    assert (await client.get("findings/summary", params=wanted)).status_code == status
