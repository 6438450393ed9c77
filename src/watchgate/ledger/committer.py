"""How do waiting entries reach the disk without anybody waiting for the disk but those who must?

    any thread     put ─► buffer                          durable(seq) ─► future ◄─┐
                            │ everything that is waiting                           │ once per batch
    writer thread           └─► one write, one fdatasync ──────────────────────────┘
                                a checkpoint, at most once a second

An entry says how long it may wait for company. One that somebody waits for goes at once, and while the disk is busy with it
the next batch gathers; one that nobody waits for, or one of many at a time, rides along with others: each batch costs a
write, an fdatasync and two thread switches, however many entries it has.
"""

import asyncio
import contextlib
import threading
import time
from dataclasses import dataclass
from math import inf

from watchgate.ledger.log import Pending, SegmentLog

SIGN_EVERY_S = 1.0
LINGER_S = 0.005
BUFFER_BYTES = 64 * 1024 * 1024


class LedgerUnavailable(Exception):
    """The ledger cannot keep evidence just now. What it was asked to keep is not kept."""


@dataclass(frozen=True, slots=True)
class _Orders:
    """What the writer thread shall do beside writing."""

    sign: bool = False
    rotate: bool = False
    close: bool = False


class Committer:
    """The buffer of a log, and the thread that empties it."""

    def __init__(self, log: SegmentLog, name: str) -> None:
        self._log = log
        self._name = name
        self._buffer: list[Pending] = []
        self._buffer_bytes = 0
        self._orders = _Orders()
        self._orders_given = self._orders_done = 0
        self._failure: OSError | None = None
        self._is_closed = self._is_idle = self._has_written = False
        self._durable_size = log.tree.size
        self._signed_at = 0.0
        self._due_at = self._wakes_at = inf
        self._waiters: list[tuple[int, asyncio.Future[None]]] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self.lock = threading.Lock()
        self._work = threading.Condition(self.lock)
        self._done = threading.Condition(self.lock)
        self._thread = threading.Thread(target=self._run, name=f"ledger {name}", daemon=True)
        self._thread.start()

    @property
    def failure(self) -> OSError | None:
        """Why nothing can be written any more, until `reopen`."""
        return self._failure

    @property
    def durable_size(self) -> int:
        """How many entries are on disk?"""
        return self._durable_size

    def check(self) -> None:
        """Raise LedgerUnavailable when nothing can be put now."""
        if self._failure or self._is_closed or self._buffer_bytes > BUFFER_BYTES:
            raise self._unavailable()

    def put(self, pending: Pending, *, within_s: float) -> None:
        """Add an entry to the batch that begins within *within_s*. The caller holds `lock` and has called `check` under it."""
        self._buffer.append(pending)
        self._buffer_bytes += len(pending.line)
        due_at = time.monotonic() + within_s if within_s else 0.0
        if due_at < self._due_at:
            self._due_at = due_at
            if self._is_idle and due_at < self._wakes_at:
                self._is_idle = False
                self._work.notify()

    async def durable(self, seq: int) -> None:
        """Wait until entry *seq* is on disk. Raises LedgerUnavailable when it never will be."""
        if seq < self._durable_size:
            return
        self._loop = asyncio.get_running_loop()
        future = self._loop.create_future()
        self._waiters.append((seq, future))
        if seq < self._durable_size or self._failure:
            self._wake_waiters()  # the thread finished in between, and may have seen nobody waiting
        await future

    def flush(self) -> None:
        """Block until everything put so far is on disk."""
        self._order()

    def sign(self) -> None:
        """Block until everything put so far is on disk and signed."""
        self._order(sign=True)

    def rotate(self) -> None:
        """Block until a new segment has begun behind everything put so far."""
        self._order(rotate=True)

    def reopen(self) -> tuple[int, int]:
        """Clear a failure: cut off what was not on disk. Returns (how many entries are, how many bytes were cut).

        The caller holds `lock`.
        """
        try:
            cut_bytes = self._log.discard_unwritten()
        except OSError as error:
            self._failure = error
            raise self._unavailable() from error
        self._failure = None
        return self._durable_size, cut_bytes

    def close(self) -> None:
        """Write and sign what is left, and end the thread."""
        with self.lock:
            if self._is_closed:
                return
            self._is_closed = True
            self._give(close=True)
        self._thread.join()
        self._log.close()

    def _order(self, *, sign: bool = False, rotate: bool = False) -> None:
        with self.lock:
            if self._failure or self._is_closed:
                raise self._unavailable()
            ticket = self._give(sign=sign, rotate=rotate)
            self._done.wait_for(lambda: self._orders_done >= ticket)
            if self._failure:
                raise self._unavailable()

    def _give(self, *, sign: bool = False, rotate: bool = False, close: bool = False) -> int:
        given = self._orders
        self._orders = _Orders(given.sign or sign, given.rotate or rotate, given.close or close)
        self._orders_given += 1
        self._work.notify()
        return self._orders_given

    def _run(self) -> None:
        is_open = True
        while is_open:
            is_open = self._step()

    def _step(self) -> bool:
        batch, orders, ticket = self._take()
        try:
            if batch:
                self._log.write(batch)
                self._tell_durable()
                self._has_written = True
            if orders.rotate:
                self._log.rotate()
            if orders.sign or orders.close or self._seconds_to_signature() == 0:
                self._log.sign()
                self._signed_at = time.monotonic()
        except OSError as error:
            self._fail(error)
        if ticket != self._orders_done:
            with self.lock:
                self._orders_done = ticket
                self._done.notify_all()
        return not orders.close

    def _take(self) -> tuple[list[Pending], _Orders, int]:
        """Everything that is waiting; sleeps until there is something to do."""
        with self.lock:
            self._linger()
            while self._orders_done == self._orders_given:
                seconds = self._seconds_to_work()
                if seconds == 0:
                    break
                self._sleep(seconds)
            batch, orders = self._buffer, self._orders
            self._buffer, self._buffer_bytes, self._orders, self._due_at = [], 0, _Orders(), inf
            return batch, orders, self._orders_given

    def _linger(self) -> None:
        """After one batch the next is seldom far. Whoever fills it in the meantime need not wake us, and it goes without another wait."""
        if self._has_written and self._due_at > 0 and self._orders_done == self._orders_given:
            self._sleep(LINGER_S)
            if self._due_at <= time.monotonic() + LINGER_S:
                self._due_at = 0.0
        self._has_written = False

    def _sleep(self, seconds: float | None) -> None:
        self._wakes_at = inf if seconds is None else time.monotonic() + seconds
        self._is_idle = True
        self._work.wait(seconds)
        self._is_idle = False

    def _seconds_to_work(self) -> float | None:
        """Until a batch is due or a checkpoint; None when nothing is."""
        if self._buffer:
            return max(0.0, self._due_at - time.monotonic())
        return self._seconds_to_signature()

    def _seconds_to_signature(self) -> float | None:
        """None when there is nothing to sign."""
        if self._failure or self._log.tree.size == self._log.signed_size:
            return None
        return max(0.0, self._signed_at + SIGN_EVERY_S - time.monotonic())

    def _tell_durable(self) -> None:
        self._durable_size = self._log.tree.size
        self._call_loop()

    def _fail(self, error: OSError) -> None:
        with self.lock:
            self._failure = error
            self._buffer, self._buffer_bytes, self._due_at = [], 0, inf
        self._call_loop()

    def _call_loop(self) -> None:
        if self._waiters and self._loop:
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody is left to be told
                self._loop.call_soon_threadsafe(self._wake_waiters)

    def _wake_waiters(self) -> None:
        still_waiting = []
        for seq, future in self._waiters:
            if future.done():
                continue
            if seq < self._durable_size:
                future.set_result(None)
            elif self._failure:
                future.set_exception(self._unavailable())
            else:
                still_waiting.append((seq, future))
        self._waiters = still_waiting

    def _unavailable(self) -> LedgerUnavailable:
        if self._failure:
            why = self._failure.strerror or str(self._failure)
            return LedgerUnavailable(
                f"The log {self._name} cannot be written: {why}. Free the disk, then restart."
            )
        if self._is_closed:
            return LedgerUnavailable(f"The log {self._name} is closed.")
        return LedgerUnavailable(
            f"The log {self._name} cannot keep up: {self._buffer_bytes} bytes wait for the disk."
        )
