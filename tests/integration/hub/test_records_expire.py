"""Records go at the end of their time, whole and on record; what a legal hold keeps stays."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from watchgate.hub.records.expiry import RecordExpiry
from watchgate.ingest.kept import Kept, keeps_nothing
from watchgate.kernel.clock import utc_now

OFFICE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")


def later():
    return utc_now() + timedelta(days=40)


@pytest.fixture
async def kept(place):
    here, anywhere = await place.key(workspace_id=str(OFFICE)), await place.key()
    await place.emit(here, {"openai-conversation-id": "c1"}, client_key="of-c1")
    await place.emit(here, {"openai-conversation-id": "c2"}, client_key="of-c2")
    await place.emit(anywhere, client_key="of-nobody")
    return place


async def left(place):
    async with place.database.read() as tx:
        rows = await tx.execute(text("SELECT client_key FROM hub_record ORDER BY 1"))
        return list(rows.scalars())


async def test_they_go_when_their_time_is_over_and_verify_knows(kept):
    assert await RecordExpiry(kept.database, 41, keeps_nothing, later).turn() == 0

    assert await RecordExpiry(kept.database, 30, keeps_nothing, later).turn() == 3
    assert await RecordExpiry(kept.database, 30, keeps_nothing, later).turn() == 0

    assert await left(kept) == []
    for _ in range(2):  # while the entry waits, and when it is in the ledger
        said = (await kept.hub("auditor").get("/api/v1/hub/records/verification")).json()
        assert said["is_good"] is True
        await kept.relay()


@pytest.mark.parametrize(
    ("what", "stays"),
    [
        (Kept(conversations=frozenset({"c1"})), ["of-c1", "of-nobody"]),
        (Kept(is_everything=True), ["of-c1", "of-c2", "of-nobody"]),
    ],
)
async def test_what_a_hold_keeps_stays(kept, what, stays):
    async def keeps(_tx):
        return {OFFICE: what}

    await RecordExpiry(kept.database, 30, keeps, later).turn()

    assert await left(kept) == stays


async def test_zero_days_keep_everything(kept):
    assert await RecordExpiry(kept.database, 0, keeps_nothing, later).turn() == 0
