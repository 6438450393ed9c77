"""Somebody with the database in hand edits, deletes or adds a record: the ledger knows better."""

import pytest
from sqlalchemy import text


@pytest.fixture
async def kept(place):
    key = await place.key()
    for number in range(3):
        assert (await place.emit(key, client_key=f"run-{number}")).status_code == 200
    return place


async def verification(place, who="auditor"):
    answer = await place.hub(who).get("/api/v1/hub/records/verification")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def tamper(place, sql):
    async with place.database.begin() as tx:
        await tx.execute(text(sql))


async def test_until_the_ledger_has_them_they_are_pending(kept):
    assert (await verification(kept))["counts"]["pending"] == 3

    await kept.relay()

    said = await verification(kept)
    assert (said["is_good"], said["counts"]["verified"], said["bad"]) == (True, 3, [])


@pytest.mark.parametrize(
    ("sql", "holds"),
    [
        ("DELETE FROM hub_record WHERE client_key = 'run-1'", "missing"),
        ("UPDATE hub_record SET body_digest = 'sha256:0' WHERE client_key = 'run-1'", "changed"),
        (
            "UPDATE hub_record SET body_sealed = body_sealed || '\\x00'::bytea WHERE client_key = 'run-1'",
            "changed",
        ),
        ("UPDATE hub_record SET is_marked = true WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET scan = 'not_scanned' WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET workspace_id = gen_random_uuid() WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET conversation_id = 'c9' WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET client_key = 'run-9' WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET version = '9.9.9' WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET body_sealed = NULL WHERE client_key = 'run-1'", "changed"),
        ("UPDATE hub_record SET id = 'rec_0' WHERE client_key = 'run-1'", "unrecorded"),
    ],
)
async def test_what_was_done_behind_our_back_shows(kept, sql, holds):
    await kept.relay()

    await tamper(kept, sql)

    said = await verification(kept)
    assert said["is_good"] is False
    assert holds in {one["holds"] for one in said["bad"]}


async def test_a_list_says_of_each_what_the_ledger_says(kept):
    await kept.relay()
    await tamper(kept, "UPDATE hub_record SET is_marked = true WHERE client_key = 'run-1'")

    async def listed(**asked):
        answer = await kept.hub("vera").get("/api/v1/hub/records", params={"type": "decisions", **asked})
        return [one["holds"] for one in answer.json()["data"]]

    assert await listed(verify=True) == ["verified", "changed", "verified"]
    assert await listed() == [None, None, None]


async def test_it_is_for_those_who_audit(kept):
    assert (await kept.hub("vera").get("/api/v1/hub/records/verification")).status_code == 403
