"""How do entries get onto the disk? One write and one fdatasync for as many as are waiting; a signature now and then.

The order makes the promises true: lines are durable before anyone is told so, and before a checkpoint covers them; a
checkpoint is durable before the next segment begins. No threads in here.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from watchgate.ledger.checkpoints import Checkpoint
from watchgate.ledger.files import append_synced, truncate_durably
from watchgate.ledger.recovery import Tip
from watchgate.ledger.segment import Header, Segment, make_segment, segments_of

SEGMENT_BYTES = 64 * 1024 * 1024


class Pending(NamedTuple):
    """One entry on its way: its line, its leaf hash, its day (`2026-11-22`)."""

    line: bytes
    leaf: bytes
    day: str


class SegmentLog:
    """The files of one log, open for writing at its end."""

    def __init__(self, tip: Tip, *, segment_bytes: int = SEGMENT_BYTES) -> None:
        self.tree = tip.tree
        self.prev = tip.prev
        self.signed_size = tip.signed_size
        self._writer_dir = tip.writer_dir
        self._checkpoints = tip.checkpoints
        self._segment = tip.segment
        self._offset = tip.offset
        self._day = tip.day
        self._segment_bytes = segment_bytes
        self._handle = _open(tip.segment)

    @property
    def segment_base(self) -> int:
        """The number of the first entry of the segment that is being written."""
        return self._segment.base

    @property
    def day(self) -> str | None:
        """The day of the current segment; None while it is empty."""
        return self._day

    def write(self, batch: Sequence[Pending]) -> None:
        """Put a batch on disk. Raises OSError; then none of it counts, and `discard_unwritten` clears it away."""
        if self._is_full(batch[0].day):
            self.rotate()
        content = b"".join([pending.line for pending in batch])
        append_synced(self._handle, content)
        self._offset += len(content)
        self._day = self._day or batch[0].day
        self.prev = batch[-1].leaf.hex()
        for pending in batch:
            self.tree.append(pending.leaf)

    def sign(self) -> Checkpoint | None:
        """A checkpoint over everything written; None when the newest one already says it."""
        if self.tree.size == self.signed_size:
            return None
        checkpoint = self._checkpoints.sign(self.tree.size, self.tree.root())
        self.signed_size = checkpoint.size
        return checkpoint

    def rotate(self) -> None:
        """Close the current segment, signed, and begin the next. Does nothing while the current one is empty."""
        if self.tree.size == self._segment.base:
            return
        self.sign()
        segment = make_segment(self._writer_dir, Header(self.tree.size, self.prev, tuple(self.tree.peaks)))
        handle = _open(segment)
        os.close(self._handle)
        self._segment, self._handle = segment, handle
        self._offset, self._day = segment.path.stat().st_size, None

    def forget_checkpoints_below(self, size: int) -> None:
        self._checkpoints.forget_below(size)

    def discard_unwritten(self) -> int:
        """Cut off what a failed write left behind the last durable line. Returns how many bytes that were."""
        for segment in segments_of(self._writer_dir):
            if segment.base > self._segment.base:  # begun by a rotation that failed half-way; empty
                segment.path.unlink()
        surplus = self._checkpoints.cut_torn_end()
        surplus += self._segment.path.stat().st_size - self._offset
        truncate_durably(self._segment.path, self._offset)
        return surplus

    def close(self) -> None:
        os.close(self._handle)

    def _is_full(self, day: str) -> bool:
        return self._offset >= self._segment_bytes or (self._day is not None and day != self._day)


def _open(segment: Segment) -> int:
    return os.open(segment.path, os.O_WRONLY | os.O_APPEND | os.O_CLOEXEC)
