"""How are payloads erased in a log that another process is writing? By an order beside it, which its process carries out.

    <data-dir>/ledger/<writer>/erasure-order-<id>.json     numbers of entries, never what stands in them

An order that was carried out is gone. One that is left over when its process ends is carried out by whoever opens the log next.
"""

from collections.abc import Callable
from pathlib import Path

import msgspec

from watchgate.ledger.erasure import Select
from watchgate.ledger.files import sync_folder, write_whole
from watchgate.ledger.line import read_head

_PATTERN = "erasure-order-*.json"


class ErasureOrder(msgspec.Struct, frozen=True):
    """Whose payloads go (inclusive ranges of entry numbers), why, and for which request."""

    entries: list[list[int]]
    reason: str
    request: str | None = None

    def place(self, writer_dir: Path, order_id: str) -> None:
        """Put it beside the log. The same order placed twice is one."""
        write_whole(_path(writer_dir, order_id), msgspec.json.encode(self))

    def selects(self) -> Select:
        numbers = {number for first, last in self.entries for number in range(first, last + 1)}
        return lambda entry, _: read_head(entry).seq in numbers


def is_waiting(writer_dir: Path, order_id: str) -> bool:
    """Has the order not been carried out yet?"""
    return _path(writer_dir, order_id).exists()


def carry_out(writer_dir: Path, erase: Callable[[ErasureOrder], int]) -> int:
    """Have *erase* do what the orders beside a log say; how many payloads went. Whoever holds the log asks for this."""
    erased = 0
    for path in sorted(writer_dir.glob(_PATTERN)):
        erased += erase(msgspec.json.decode(path.read_bytes(), type=ErasureOrder))
        path.unlink()
        sync_folder(writer_dir)
    return erased


def _path(writer_dir: Path, order_id: str) -> Path:
    return writer_dir / _PATTERN.replace("*", order_id)
