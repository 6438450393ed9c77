"""What has been signed? An append-only file of checkpoints: C2SP tlog-checkpoint signed notes, a blank line after each.

watchgate/5f0e…/gateway-0                          origin
20852163                                           so many entries
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=       have this root

— watchgate/5f0e…/gateway-0 Az3grlgtzPICa5OS8n…    signature
"""

import base64
import binascii
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from watchgate.ledger.files import Unfinished, append_durably, truncate_durably
from watchgate.ledger.signing import Signer

_BLANK = b"\n\n"
_SIGNATURE = "— ".encode()
_LAST_BYTES = 65_536
"""The newest note stands in the last so many bytes; one with many cosignatures has a few thousand."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """So long is the log, and this is its root."""

    origin: str
    size: int
    root: bytes
    note: str

    @classmethod
    def parse(cls, note: str) -> "Checkpoint":
        """Read a note of ours. The signature is not looked at: that is the verifier's work."""
        try:
            origin, size, root, *_ = note.split("\n")
            return cls(origin, int(size), base64.b64decode(root, validate=True), note)
        except (ValueError, binascii.Error):
            raise MalformedCheckpoint from None


class MalformedCheckpoint(ValueError):
    """A note that no ledger would write."""


class CheckpointFile:
    """The notes of one log. May be used from several threads."""

    def __init__(self, path: Path, signer: Signer) -> None:
        self._path = path
        self._signer = signer
        self._lock = threading.Lock()

    def sign(self, size: int, root: bytes) -> Checkpoint:
        """Sign, and wait until the note is on disk."""
        text = f"{self._signer.name}\n{size}\n{base64.b64encode(root).decode()}\n"
        checkpoint = Checkpoint(self._signer.name, size, root, self._signer.sign_note(text))
        with self._lock:
            append_durably(self._path, checkpoint.note.encode() + b"\n")
        return checkpoint

    def cut_torn_end(self) -> int:
        """Remove a note that a crash left incomplete. Returns how many bytes it had."""
        if not self._path.exists():
            return 0
        size_bytes = self._path.stat().st_size
        whole = size_bytes - _torn_bytes(_end_of(self._path))
        if whole < size_bytes:
            truncate_durably(self._path, whole)
        return size_bytes - whole

    def forget_below(self, size: int) -> None:
        """Drop the checkpoints of a prefix that is no longer kept: nothing is left that they could vouch for."""
        if not self._path.exists():
            return
        with self._lock, Unfinished(self._path) as rewritten:
            for checkpoint in read_checkpoints(self._path):
                if checkpoint.size >= size:
                    rewritten.file.write(checkpoint.note.encode() + b"\n")


def newest_checkpoint(path: Path) -> Checkpoint | None:
    """The last complete note of a file of checkpoints."""
    if not path.exists():
        return None
    end = _end_of(path)
    end = end[: len(end) - _torn_bytes(end)]
    if not end:
        return None
    body, signatures = end.removesuffix(_BLANK).split(_BLANK)[-2:]
    return Checkpoint.parse((body + _BLANK + signatures + b"\n").decode())


def read_checkpoints(path: Path) -> Iterator[Checkpoint]:
    """Each complete note, in order."""
    block: list[str] = []
    with path.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            is_end_of_note = line == "\n" and "\n" in block
            if is_end_of_note:
                yield Checkpoint.parse("".join(block))
                block = []
            else:
                block.append(line)


def _end_of(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LAST_BYTES), os.SEEK_SET)
        return file.read()


def _torn_bytes(end: bytes) -> int:
    """How many bytes at the end do not belong to a complete note?"""
    complete = end[: end.rfind(_BLANK) + len(_BLANK)] if _BLANK in end else b""
    if complete:
        before, _, last = complete.removesuffix(_BLANK).rpartition(_BLANK)
        if not last.startswith(_SIGNATURE):  # a text whose signature never came
            complete = before + _BLANK if before else b""
    return len(end) - len(complete)
