"""The processes that digest: replaced after so many files, while others wait for their turn."""

import asyncio
import os

import pytest

from watchgate.ingest.pool import DigestPool
from watchgate.storage.sealing import WorkspaceSealer

SEALER = WorkspaceSealer(os.urandom(32))


async def read(pool, number):
    return await pool.digest_upload(f"file-{number}", "a" * 64, "a.txt", "Write to jane@acme.example", SEALER)


@pytest.mark.parametrize("processes", [1, 2])
async def test_a_queue_longer_than_a_process_lives_is_worked_off(processes):
    pool = DigestPool(processes, files_per_process=3)
    try:
        async with asyncio.timeout(60):
            found = await asyncio.gather(*(read(pool, number) for number in range(20)))
    finally:
        await asyncio.to_thread(pool.close)

    assert [len(one.findings) for one in found] == [1] * 20


async def test_processes_that_have_read_enough_are_gone_in_the_end():
    pool = DigestPool(1, files_per_process=2)

    for number in range(5):
        await read(pool, number)
    await asyncio.to_thread(pool.close)

    with pytest.raises(RuntimeError):
        await read(pool, 6)
