"""A process that carries the outbox into the ledger: python relaying_process.py DATABASE_URL DATA_DIR"""

import asyncio
import sys
from pathlib import Path

from watchgate.ledger.outbox import OutboxRelay
from watchgate.ledger.writer import Ledger
from watchgate.storage.database import Database


async def main(url, data_dir):
    ledger = Ledger.open(Path(data_dir), kind="control")
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await OutboxRelay(Database(url), ledger).run()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
