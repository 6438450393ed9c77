"""A worker looks at rules and sends notices by itself: from a finding to the owner's notice, through real jobs."""

import asyncio
import json

from integration.catalog.workplace import ACME
from integration.remediation.conftest import CALLERS
from integration.remediation.test_notices import hook, webhook  # noqa: F401 -- fixture
from integration.remediation.test_rules import RULE, Ruled
from watchgate.identity.people.service import People
from watchgate.kernel.clock import utc_now
from watchgate.remediation.notices import runner as notices_runner
from watchgate.remediation.rules import room
from watchgate.remediation.rules import runner as rules_runner
from watchgate.settings import Settings
from watchgate.storage.jobs import Jobs


async def test_a_worker_opens_requests_and_tells_owners(place, hook, monkeypatch, tmp_path):  # noqa: F811
    monkeypatch.setattr(rules_runner, "EVERY_S", 0.5)
    monkeypatch.setattr(notices_runner, "EVERY_S", 0.5)
    await place.workplace.run(
        "INSERT INTO person (workspace_id, user_id, email, first_seen_at, last_seen_at)"
        f" SELECT '{ACME}', id, id || '@acme.example', now(), now() FROM unnest(ARRAY['user-1', 'user-2']) id"
        " ON CONFLICT (workspace_id, user_id) DO UPDATE SET email = excluded.email"
    )
    with webhook() as (url, got):
        opened = room.rules_on(
            place.database, place.workplace.keyring, Settings(tmp_path, notices=hook(url)), lambda: place.now
        )
        ruled = Ruled(place)
        ruled.rules, ruled.notices = opened.rules, opened.notices
        await ruled.made(notice="webhook")
        jobs = Jobs(place.database, beat_every_s=0.2, dead_after_s=5.0)
        people = People(place.database, utc_now)
        room.register(jobs, opened, place.remediation, place.holds, place.carrying_out, people)
        await jobs.start()
        try:
            async with asyncio.timeout(60):
                while len(got) < 2:  # noqa: ASYNC110 -- another thread gets them
                    await asyncio.sleep(0.1)
        finally:
            await jobs.stop()

    [request] = await ruled.requests()
    said = [json.loads(body) for _, _, body in got]
    assert {one["owner"]["email"] for one in said} == {"user-1@acme.example", "user-2@acme.example"}
    assert {one["request"] for one in said} == {request["id"]}
    assert {tuple(one["kinds"].items()) for one in said} == {(("conversation", 1),)}
    assert request["requested_by"] not in {caller.principal for caller in CALLERS.values()}
    assert RULE["reason"] not in str(said)
