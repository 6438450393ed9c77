"""Who looks after the logs of processes that have ended? Whoever is there: a running gateway, or a command."""

from pathlib import Path

from watchgate.kernel.clock import Clock, utc_now
from watchgate.ledger.retention import Removed
from watchgate.ledger.slots import WriterBusy, writer_dirs
from watchgate.ledger.writer import Ledger


def retain_idle_logs(data_dir: Path, *, clock: Clock = utc_now) -> dict[str, Removed | None]:
    """Apply retention to every log that no process holds. None: it is in use, and its process does it."""
    return {folder.name: _retain(folder, clock) for folder in writer_dirs(data_dir)}


def _retain(folder: Path, clock: Clock) -> Removed | None:
    try:
        ledger = Ledger.open_writer(folder, clock=clock)
    except WriterBusy:
        return None
    try:
        return ledger.apply_retention()
    finally:
        ledger.close()
