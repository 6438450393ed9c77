"""Which log is mine? Each process writes a log of its own: `<data-dir>/ledger/<kind>-<n>`, the first that nobody holds."""

import fcntl
import os
from itertools import count
from pathlib import Path

from watchgate.kernel.errors import UserError
from watchgate.ledger.files import PRIVATE_FILE, make_folder


class WriterBusy(UserError):
    """Another process holds this log."""


class Slot:
    """A writer's folder and the lock on it. The lock goes with the process, however it ends."""

    def __init__(self, writer_dir: Path, handle: int) -> None:
        self.writer_dir = writer_dir
        self._handle = handle

    @classmethod
    def take_first(cls, data_dir: Path, kind: str) -> "Slot":
        """The first free slot of *kind*; made when there is none."""
        try:
            for number in count():
                if slot := cls._try(ledger_dir(data_dir) / f"{kind}-{number}"):
                    return slot
        except OSError as error:
            raise UserError(
                f"The ledger under {data_dir} cannot be opened: {error.strerror} ({error.filename}). Choose another --data-dir, or make it writable."
            ) from None
        raise AssertionError("count() does not end")

    @classmethod
    def take(cls, writer_dir: Path) -> "Slot":
        """The lock on one log that exists. Raises WriterBusy."""
        if slot := cls._try(writer_dir):
            return slot
        raise WriterBusy(
            f"The log {writer_dir.name} is in use by a running process. Stop it first, or do this from inside it."
        )

    @classmethod
    def _try(cls, writer_dir: Path) -> "Slot | None":
        make_folder(writer_dir)
        handle = os.open(writer_dir / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return None
        except BaseException:  # nothing is swallowed: the handle must not outlive the failure
            os.close(handle)
            raise
        return cls(writer_dir, handle)

    def release(self) -> None:
        os.close(self._handle)


def ledger_dir(data_dir: Path) -> Path:
    return data_dir / "ledger"


def writer_dirs(data_dir: Path) -> list[Path]:
    """The folder of each log under *data_dir*, in order of their names."""
    folder = ledger_dir(data_dir)
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_dir())
