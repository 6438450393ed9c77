"""A process that writes a ledger as fast as it can and prints the number of each entry once it is durable.

python writing_process.py DATA_DIR [LIMIT_BYTES]      LIMIT_BYTES: no file may grow beyond that
"""

import asyncio
import resource
import signal
import sys
from pathlib import Path

from watchgate.ledger.events import EventType
from watchgate.ledger.writer import Ledger, LedgerUnavailable


async def write_for_ever(ledger):
    async def one(worker):
        number = 0
        while True:
            seq = ledger.append(
                EventType.EXCHANGE_REQUEST, {"exchange": f"x_{worker}_{number}"}, {"text": "x" * 300}
            )
            await ledger.durable(seq)
            sys.stdout.write(f"{seq} x_{worker}_{number}\n")
            sys.stdout.flush()
            number += 1

    await asyncio.gather(*(one(worker) for worker in range(8)))


def main(data_dir, limit_bytes=None):
    ledger = Ledger.open(Path(data_dir), segment_bytes=40_000)
    sys.stdout.write(f"open {ledger.writer_dir.name}\n")
    sys.stdout.flush()
    if limit_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit_bytes), int(limit_bytes)))
    try:
        asyncio.run(write_for_ever(ledger))
    except LedgerUnavailable as error:
        sys.stdout.write(f"unavailable {error}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
