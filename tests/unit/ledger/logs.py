"""Logs to try things on: written by the real writer, changed by hand, verified by the real verifier."""

import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from watchgate.ledger.events import EventType
from watchgate.ledger.verify import verify_folder
from watchgate.ledger.writer import Ledger, Retention

DAY_ONE = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self, now=DAY_ONE):
        self.now = now

    def __call__(self):
        self.now += timedelta(seconds=1)
        return self.now

    def sleep(self, **span):
        self.now += timedelta(**span)


def ask(ledger, number, *, keep_days=None, immutable=False, payload=True):
    """Write one entry of an exchange."""
    retention = Retention(DAY_ONE + timedelta(days=keep_days), immutable) if keep_days else None
    kept = {"peer": "127.0.0.1", "text": f"What of number {number}?\n\t"} if payload else None
    return ledger.append(
        EventType.EXCHANGE_REQUEST,
        {"exchange": f"x_{number}", "verdict": "allow", "bytes_in": number},
        kept,
        retention=retention,
    )


def make_log(data_dir, entries=12, *, segment_bytes=1200, sign_at=(5,)):
    """A closed log with a few segments and a few checkpoints; its folder."""
    ledger = Ledger.open(data_dir, clock=Clock(), segment_bytes=segment_bytes)
    for number in range(entries):
        ask(ledger, number, payload=number % 3 != 2)
        ledger.flush()
        if number in sign_at:
            ledger.checkpoint()
    ledger.close()
    return ledger.writer_dir


def fault_of(path, **options):
    """What the verifier says of a folder with one log."""
    (report,) = verify_folder(path, **options).writers
    return report.fault


def copy_of(log, scratch, numbers=count()):  # noqa: B008 -- one counter for all copies is meant
    return Path(shutil.copytree(log, scratch / f"copy-{next(numbers)}" / log.name))


def segment_paths(log):
    return sorted((log / "segments").glob("*.log"))


def lines_of(log):
    """[(segment, line)] of all entries, in order."""
    return [
        (path, line)
        for path in segment_paths(log)
        for line in path.read_bytes().splitlines(keepends=True)[1:]
    ]


def put_lines(log, lines):
    """Write entries back, each into its segment."""
    for path in segment_paths(log):
        header = path.read_bytes().splitlines(keepends=True)[0]
        path.write_bytes(header + b"".join(line for segment, line in lines if segment == path))
