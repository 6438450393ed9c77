"""Which payloads does a lawful erasure take, and how is it finished even when the power fails?

    plan on disk ─► entry `ledger.erased`, signed ─► payloads out of the segments ─► plan away

A plan that is still there when the log is opened is carried out then.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.errors import UserError
from watchgate.ledger.expiry import heads
from watchgate.ledger.files import sync_folder, write_whole
from watchgate.ledger.line import NOTHING
from watchgate.ledger.removal import as_ranges, strip_payloads
from watchgate.ledger.segment import Segment

Select = Callable[[bytes, bytes], bool]
"""Asked with the bytes of an entry and those of its record: is its payload to be erased?"""


class ErasureRefused(UserError):
    """The evidence is immutable until its retention ends. Nothing was erased."""


class ErasurePlan(msgspec.Struct, frozen=True):
    """Whose payloads go (inclusive ranges of entry numbers), and what the ledger says about it."""

    entries: list[list[int]]
    reason: str
    exchange: str | None = None
    request: str | None = None

    @property
    def about(self) -> dict[str, Json]:
        """What it was about, as far as anybody said."""
        named = {"exchange": self.exchange, "request": self.request}
        return {name: value for name, value in named.items() if value}

    def save(self, writer_dir: Path) -> None:
        write_whole(_path(writer_dir), msgspec.json.encode(self))

    @classmethod
    def left_over(cls, writer_dir: Path) -> "ErasurePlan | None":
        """The plan that a crash interrupted."""
        path = _path(writer_dir)
        return msgspec.json.decode(path.read_bytes(), type=cls) if path.exists() else None

    def carry_out(self, writer_dir: Path, segments: Sequence[Segment]) -> None:
        """Remove the payloads, then the plan."""
        numbers = {number for first, last in self.entries for number in range(first, last + 1)}
        for segment, follower in pairwise(segments):
            if any(segment.base <= number < follower.base for number in numbers):
                strip_payloads(segment, lambda head: head.seq in numbers)
        _path(writer_dir).unlink()
        sync_folder(writer_dir)


def of_exchange(exchange: str) -> Select:
    """Every entry of one exchange."""
    needle = b'"exchange":' + msgspec.json.encode(exchange)

    def selects(entry: bytes, _record: bytes) -> bool:
        return needle in entry and msgspec.json.decode(entry).get("exchange") == exchange

    return selects


def find_payloads(segments: Iterable[Segment], select: Select, now: str) -> list[list[int]]:
    """Ranges of the entries that *select* takes and that still have a payload. Raises ErasureRefused."""
    return as_ranges(number for segment in segments for number in _found(segment, select, now))


def _found(segment: Segment, select: Select, now: str) -> Iterable[int]:
    for head, entry, record in heads(segment):
        if record == NOTHING or not select(entry, record):
            continue
        if head.immutable and head.keep_until and head.keep_until > now:
            raise ErasureRefused(
                f"Entry {head.seq} is immutable until {head.keep_until[:10]} by the pack that was in force, so its payload "
                "cannot be erased before. Nothing was erased. Retention removes it after that day."
            )
        yield head.seq


def _path(writer_dir: Path) -> Path:
    return writer_dir / "erasure-plan.json"
