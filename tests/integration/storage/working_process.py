"""A process that carries out workflows of four steps: python working_process.py DATABASE_URL FOLDER [hang]

Each step adds a line `workflow step executor` to FOLDER/steps. With `hang`, workflow number n never gets past its step n.
"""

import asyncio
import os
import sys
from pathlib import Path

from sqlalchemy import text

from watchgate.storage.database import Database
from watchgate.storage.jobs import Jobs

STEPS = (1, 2, 3, 4)


def say(word):
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


async def main(url, folder, *, hangs):
    database = Database(url)
    jobs = Jobs(database, beat_every_s=0.2, dead_after_s=1.5)

    async def work(number, step):
        with (Path(folder) / "steps").open("a") as file:
            file.write(f"{number} {step} {os.getpid()}\n")
        if hangs and number == step:
            say(f"hanging {number}")
            await asyncio.Event().wait()
        return step

    async def finish(number, total):
        async with database.begin() as tx:
            values = {"number": number, "total": total}
            await tx.execute(text("INSERT INTO done VALUES (:number, :total) ON CONFLICT DO NOTHING"), values)

    step = jobs.step("work", work)
    last = jobs.step("finish", finish)

    async def count(number):
        total = 0
        for each in STEPS:
            total += await step(number, each)
        await last(number, total)
        return total

    workflow = jobs.workflow("count", count)
    jobs.queue("counting", per_executor=10, poll_every_s=0.1)
    await jobs.start()
    say("ready")
    if hangs:
        for number in STEPS:
            await jobs.enqueue("counting", workflow, number, id=f"count-{number}")
    await asyncio.to_thread(sys.stdin.read)
    await jobs.stop(within_s=1)
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], hangs="hang" in sys.argv))
