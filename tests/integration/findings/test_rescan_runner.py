"""A worker that comes up with a newer detection examines every active workspace again, by itself."""

import asyncio
import contextlib

from integration.catalog.workplace import ACME, EMAIL, GLOBEX
from watchgate.findings.rescan.runner import RescanRunner
from watchgate.findings.rescan.service import Rescans
from watchgate.ingest.pool import DigestPool
from watchgate.storage.jobs import Jobs

NEWER = "99.0.0"


async def test_a_worker_examines_active_workspaces_again(workplace):
    await workplace.settle(workplace.said("m1", f"Mail {EMAIL}"))
    await workplace.run("UPDATE workspace SET state = 'paused' WHERE name = 'Globex'")
    rescans = Rescans(workplace.database, workplace.keyring, version=NEWER)
    pool = DigestPool(1)
    jobs = Jobs(workplace.database, beat_every_s=0.2, dead_after_s=5.0)
    runner = RescanRunner(workplace.database, jobs, rescans, pool)
    runner.register()
    await jobs.start()
    running = asyncio.create_task(runner.run())
    try:
        async with asyncio.timeout(60):
            while not (await rescans.all(ACME)) or (await rescans.all(ACME))[0].state != "done":  # noqa: ASYNC110 -- another process finishes it
                await asyncio.sleep(0.1)
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        await jobs.stop()
        await asyncio.to_thread(pool.close)

    (one,) = await rescans.all(ACME)
    assert (one.engine_version, one.examined, one.added, one.removed) == (NEWER, 1, 0, 0)
    assert await rescans.all(GLOBEX) == []
