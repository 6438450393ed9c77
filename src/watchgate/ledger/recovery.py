"""Where does a log end, and may one write on from there?

After a crash the last line may be incomplete: nobody was told that it is durable, so it is cut off. Everything else
that does not fit (a complete line that is wrong, an end before the newest checkpoint, another root than the signed one)
cannot come from a crash. Then the log is not opened.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from watchgate.kernel.errors import UserError
from watchgate.ledger.checkpoints import Checkpoint, CheckpointFile, newest_checkpoint
from watchgate.ledger.files import make_folder, truncate_durably
from watchgate.ledger.line import MalformedLine, is_kept_as_committed, read_head, split_line
from watchgate.ledger.merkle import CompactRange, leaf_hash
from watchgate.ledger.segment import (
    Header,
    Segment,
    make_segment,
    remove_unfinished,
    segments_dir,
    segments_of,
)
from watchgate.ledger.signing import load_or_make_signer


class LedgerTampered(UserError):
    """What is on disk is not what was written there."""


@dataclass(frozen=True, slots=True)
class Tip:
    """The end of a log, and what it takes to write on."""

    writer_dir: Path
    checkpoints: CheckpointFile
    segment: Segment
    tree: CompactRange
    prev: str
    day: str | None
    offset: int
    signed_size: int
    cut_bytes: int = 0


def find_tip(writer_dir: Path) -> Tip:
    """The end of the log in *writer_dir*, mended after a crash; a new log when there is none. Raises LedgerTampered."""
    make_folder(segments_dir(writer_dir))
    remove_unfinished(writer_dir)
    checkpoints = CheckpointFile(writer_dir / "checkpoints", load_or_make_signer(writer_dir))
    cut_from_checkpoints = checkpoints.cut_torn_end()
    try:
        signed = newest_checkpoint(writer_dir / "checkpoints")
    except ValueError:
        raise _tampered(writer_dir, "its newest checkpoint cannot be read") from None
    segments = segments_of(writer_dir)
    if not segments:
        if signed:
            raise _tampered(
                writer_dir, f"the {signed.size} entries that its newest checkpoint covers are missing"
            )
        segments = [make_segment(writer_dir, Header())]
    tip = _read_to_end(writer_dir, checkpoints, segments[-1], signed)
    return replace(tip, cut_bytes=tip.cut_bytes + cut_from_checkpoints)


def _read_to_end(
    writer_dir: Path, checkpoints: CheckpointFile, segment: Segment, signed: Checkpoint | None
) -> Tip:
    try:
        header = segment.header()
    except MalformedLine:
        raise _tampered(
            writer_dir, f"the first line of segment {segment.path.name} is not what was written"
        ) from None
    signed_size = signed.size if signed else 0
    if signed_size < header.base:
        raise _tampered(
            writer_dir, f"its checkpoints end at {signed_size} entries, before the newest segment begins"
        )
    tip = Tip(
        writer_dir, checkpoints, segment, header.tree(), header.prev, None, len(header.line()), signed_size
    )
    tip = _walk(tip, signed)
    if tip.tree.size < signed_size:
        raise _tampered(
            writer_dir,
            f"entries {tip.tree.size} to {signed_size - 1} are missing though a checkpoint covers them",
        )
    if tip.cut_bytes:
        truncate_durably(segment.path, tip.offset)
    else:
        _sync(segment.path)  # what a killed process wrote is there, but perhaps not yet on the disk
    return tip


def _walk(tip: Tip, signed: Checkpoint | None) -> Tip:
    """Read on to the end of the segment, checking every link."""
    tree, prev, day, offset, cut_bytes = tip.tree, tip.prev, tip.day, tip.offset, 0
    _check_root(tip, signed)
    for line in _lines(tip):
        if not line.endswith(b"\n"):
            cut_bytes = len(line)
            break
        try:
            entry, record = split_line(line)
            head = read_head(entry)
        except MalformedLine:
            raise _tampered(tip.writer_dir, f"entry {tree.size} is not what was written") from None
        if head.seq != tree.size or head.prev != prev or not is_kept_as_committed(head, record):
            raise _tampered(
                tip.writer_dir, f"entry {tree.size} is not what was written, or the one before it is not"
            )
        leaf = leaf_hash(entry)
        tree.append(leaf)
        prev, day, offset = leaf.hex(), day or head.time[:10], offset + len(line)
        _check_root(tip, signed)
    return replace(tip, prev=prev, day=day, offset=offset, cut_bytes=cut_bytes)


def _lines(tip: Tip) -> Iterator[bytes]:
    yield from tip.segment.lines()


def _check_root(tip: Tip, signed: Checkpoint | None) -> None:
    if signed and tip.tree.size == signed.size and tip.tree.root() != signed.root:
        raise _tampered(tip.writer_dir, f"its first {signed.size} entries are not those that were signed")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fdatasync(handle)
    finally:
        os.close(handle)


def _tampered(writer_dir: Path, what: str) -> LedgerTampered:
    return LedgerTampered(
        f"The log {writer_dir} was changed from outside: {what}. `watchgate ledger verify` says more. "
        f"Keep the folder as evidence and move it away; a new log begins then."
    )
