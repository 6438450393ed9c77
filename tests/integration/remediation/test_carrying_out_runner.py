"""Workers carry requests out by themselves, through real jobs: from an approval to what is verified."""

import asyncio
from datetime import timedelta

import pytest

from integration.remediation.hands import Hands
from watchgate.kernel.clock import utc_now
from watchgate.remediation.carrying_out import room
from watchgate.remediation.carrying_out.service import CarryingOut
from watchgate.remediation.verification import runner as verification_runner
from watchgate.remediation.verification.service import Verification
from watchgate.storage.database import Database
from watchgate.storage.jobs import Jobs

ALL = [{"kind": "conversation", "id": one} for one in ("c1", "c2")] + [{"kind": "file", "id": "file-a"}]


@pytest.fixture
def hands(place, monkeypatch):
    monkeypatch.setattr(verification_runner, "EVERY_S", 0.5)
    monkeypatch.setattr("watchgate.remediation.carrying_out.settling.FIRST_LOOK", timedelta())
    place.now = utc_now()
    return Hands(place)


class Worker:
    """A worker's share of it."""

    def __init__(self, hands):
        place = hands.place
        self.database = Database(place.database.url, pool_size=10)
        self.jobs = Jobs(self.database, beat_every_s=0.2, dead_after_s=5.0)
        self.runner = room.runner_on(
            self.jobs,
            CarryingOut(self.database, place.workplace.keyring, utc_now),
            upstream=hands.upstream,
            own_copy=hands.own_copy,
            holds=place.holds,
            per_hour=0,
        )
        verification = Verification(
            self.database, place.workplace.keyring, hands.upstream, utc_now, timedelta(hours=48)
        )
        self.runner.register()
        verification_runner.register(self.jobs, verification)

    async def __aenter__(self):
        await self.jobs.start()
        self.running = asyncio.create_task(self.runner.run())
        return self

    async def __aexit__(self, *_):
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)
        await self.jobs.stop()
        await self.database.close()


async def until(place, request_id, state, *, seconds=90):
    async with asyncio.timeout(seconds):
        while await place.state(request_id) != state:  # noqa: ASYNC110 -- another loop's work
            await asyncio.sleep(0.1)


async def test_a_worker_carries_out_and_verifies_what_was_approved(place, hands):
    request = await place.approved(targets=ALL)

    async with Worker(hands):
        await until(place, request["id"], "verified")

    assert sorted(hands.upstream.changed) == [("delete", "c1"), ("delete", "c2"), ("delete", "file-a")]
    assert await hands.states(request["id"]) == ["verified"] * 3


async def test_a_request_that_breaks_does_not_hold_up_another(place, hands):
    async def breaks(upstream, target):
        raise RuntimeError("a defect of ours")

    hands.upstream.answers["c1"] = [breaks] * 100
    broken = await place.approved(targets=ALL[:1])
    sound = await place.approved(targets=ALL[1:])

    async with Worker(hands):
        await until(place, sound["id"], "done")
        async with asyncio.timeout(90):
            while await hands.states(broken["id"]) != ["acting"]:  # noqa: ASYNC110 -- another loop's work
                await asyncio.sleep(0.1)

    assert ("delete", "c1") not in hands.upstream.changed
