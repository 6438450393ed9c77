"""How does a process write down what it does? It opens a log of its own and appends to it."""

import contextlib
import threading
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, rfc3339, utc_now
from watchgate.kernel.errors import UserError
from watchgate.ledger import erasure_orders
from watchgate.ledger.committer import Committer, LedgerUnavailable
from watchgate.ledger.erasure import ErasurePlan, Select, find_payloads
from watchgate.ledger.events import EventType
from watchgate.ledger.line import NOTHING, RESERVED_FIELDS, VERSION, canonical, seal_payload
from watchgate.ledger.log import SEGMENT_BYTES, Pending, SegmentLog
from watchgate.ledger.merkle import leaf_hash
from watchgate.ledger.recovery import find_tip
from watchgate.ledger.retention import Removed, apply_retention
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import Slot

__all__ = ["Ledger", "LedgerUnavailable", "Retention"]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long an entry is kept. `immutable`: until then its payload is not erased either, whoever asks."""

    keep_until: datetime
    immutable: bool = False


class Ledger:
    """One process's log. Everything but `durable` may be called from any thread; only `append` and `durable` are quick."""

    def __init__(self, slot: Slot, *, clock: Clock = utc_now, segment_bytes: int = SEGMENT_BYTES) -> None:
        tip = find_tip(slot.writer_dir)
        self.writer_dir = slot.writer_dir
        self._slot = slot
        self._clock = clock
        self._next = tip.tree.size
        self._prev = tip.prev
        self._log = SegmentLog(tip, segment_bytes=segment_bytes)
        self._committer = Committer(self._log, slot.writer_dir.name)
        self._lock = self._committer.lock
        self._maintenance = threading.Lock()
        self._cut_bytes = tip.cut_bytes

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        kind: str = "gateway",
        clock: Clock = utc_now,
        segment_bytes: int = SEGMENT_BYTES,
    ) -> "Ledger":
        """The first log of *kind* under *data_dir* that no other process holds, mended after a crash; else a new one.

        Raises UserError when it cannot be written, LedgerTampered when it is not as it was left.
        """
        return cls._in(Slot.take_first(data_dir, kind), clock, segment_bytes)

    @classmethod
    def open_writer(cls, writer_dir: Path, *, clock: Clock = utc_now) -> "Ledger":
        """A log that exists. Raises WriterBusy when a process holds it."""
        return cls._in(Slot.take(writer_dir), clock, SEGMENT_BYTES)

    @classmethod
    def _in(cls, slot: Slot, clock: Clock, segment_bytes: int) -> "Ledger":
        try:
            ledger = cls(slot, clock=clock, segment_bytes=segment_bytes)
        except OSError as error:
            slot.release()
            raise UserError(
                f"The log {slot.writer_dir} cannot be opened: {error.strerror}. Mend the disk, or choose another --data-dir."
            ) from None
        except UserError:
            slot.release()
            raise
        try:
            ledger._finish_what_was_interrupted()
        except LedgerUnavailable as error:
            with contextlib.suppress(LedgerUnavailable):  # it says the same once more
                ledger.close()
            raise UserError(str(error)) from None
        return ledger

    @property
    def has_failed(self) -> bool:
        """Does every `append` raise, until `reopen` or a restart?"""
        return self._committer.failure is not None

    def append(
        self,
        type: str,  # noqa: A002 -- the entry's own word for it
        fields: Mapping[str, Json],
        payload: Mapping[str, Json] | None = None,
        *,
        retention: Retention | None = None,
        within_s: float = 0.0,
    ) -> int:
        """Give an event its place in the log; returns its number. It is on disk once `durable` or `flush` says so.

        *type* is an `EventType`, or a word of another room's. *fields* stay for as long as the entry, so they hold nothing
        about a person; *payload* can be erased.
        *within_s*: how long the entry may wait for others to share a write with. Raises LedgerUnavailable.
        """
        if not RESERVED_FIELDS.isdisjoint(fields):
            raise ValueError(f"an event may not have fields named {sorted(RESERVED_FIELDS & fields.keys())}")
        moment = rfc3339(self._clock())
        entry: dict[str, Json] = {**fields, "v": VERSION, "type": str(type), "time": moment}
        record = NOTHING
        if payload is not None:
            entry["commitment"], record = seal_payload(payload)
        if retention:
            entry["keep_until"] = _written(retention.keep_until)
            entry["immutable"] = retention.immutable
        with self._lock:
            self._committer.check()
            seq = entry["seq"] = self._next
            entry["prev"] = self._prev
            text = canonical(entry)
            leaf = leaf_hash(text)
            self._committer.put(Pending(b"%b\t%b\n" % (text, record), leaf, moment[:10]), within_s=within_s)
            self._next, self._prev = seq + 1, leaf.hex()
        return seq

    def durable(self, seq: int) -> Awaitable[None]:
        """Wait until entry *seq* is on disk. Raises LedgerUnavailable when it never will be. For one event loop."""
        return self._committer.durable(seq)

    def flush(self) -> None:
        """Block until everything appended so far is on disk. Raises LedgerUnavailable."""
        self._committer.flush()

    def checkpoint(self) -> None:
        """Block until everything appended so far is on disk and signed."""
        self._committer.sign()

    def apply_retention(self) -> Removed:
        """Remove what is past its time: payloads, and whole segments. Today's segment is left alone."""
        with self._maintenance:
            now = rfc3339(self._clock())
            self.flush()
            if self._log.day and self._log.day < now[:10]:
                self._committer.rotate()
            removed = apply_retention(segments_of(self.writer_dir), now, self._announce_retention)
            if removed.first_kept is not None:
                self._log.forget_checkpoints_below(removed.first_kept)
            return removed

    def erase_payloads(
        self, select: Select, *, reason: str, exchange: str | None = None, request: str | None = None
    ) -> int:
        """Erase the payloads of the entries that *select* takes; returns how many.

        An entry that stays says which and why. Raises ErasureRefused when one of them is immutable still.
        """
        with self._maintenance:
            self.flush()
            ranges = find_payloads(segments_of(self.writer_dir), select, rfc3339(self._clock()))
            if not ranges:
                return 0
            if ranges[-1][1] >= self._log.segment_base:
                self._committer.rotate()
            plan = ErasurePlan(ranges, reason, exchange, request)
            plan.save(self.writer_dir)
            self._erase(plan)
            return sum(last - first + 1 for first, last in ranges)

    def carry_out_orders(self) -> int:
        """Erase what others have ordered to be erased in this log; returns how many payloads. Raises LedgerUnavailable, OSError."""
        return erasure_orders.carry_out(
            self.writer_dir,
            lambda order: self.erase_payloads(order.selects(), reason=order.reason, request=order.request),
        )

    def reopen(self) -> None:
        """Try again after a failure (a disk with room again): what was not on disk is cut off, and an entry says so."""
        with self._lock:
            if not self._committer.failure:
                return
            size, cut_bytes = self._committer.reopen()
            lost = self._next - size
            self._next, self._prev = size, self._log.prev
        self.append(EventType.LEDGER_RECOVERED, {"cut_bytes": cut_bytes, "entries_lost": lost})
        self.flush()

    def close(self) -> None:
        """Write and sign what is left, and free the log for another process. Raises LedgerUnavailable when it could not."""
        with self._maintenance:
            self._committer.close()
            self._slot.release()
        if self._committer.failure:
            raise LedgerUnavailable(
                f"The log {self.writer_dir.name} was closed with entries that are not on disk."
            ) from self._committer.failure

    def _finish_what_was_interrupted(self) -> None:
        if self._cut_bytes:
            self.append(EventType.LEDGER_RECOVERED, {"cut_bytes": self._cut_bytes, "entries_lost": 0})
        if plan := ErasurePlan.left_over(self.writer_dir):
            self._erase(plan)
        self.carry_out_orders()

    def _erase(self, plan: ErasurePlan) -> None:
        said = {"entries": plan.entries, **plan.about}
        self.append(EventType.LEDGER_ERASED, said, {"reason": plan.reason})
        self._committer.sign()
        plan.carry_out(self.writer_dir, segments_of(self.writer_dir))

    def _announce_retention(self, fields: Mapping[str, Json]) -> None:
        self.append(EventType.LEDGER_RETENTION, fields)
        self._committer.sign()


_written = lru_cache(maxsize=64)(rfc3339)
