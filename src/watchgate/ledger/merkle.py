"""What is the root of a log, and how does it change with one more entry? RFC 6962 §2.1 (RFC 9162 §2.1), SHA-256.

A log of n entries is a row of perfect trees, one for each 1-bit of n, the greatest first. Their roots are its *peaks*;
they are all one needs to append and to compute the root. Seven entries:

          A            peaks  (A, B, leaf 6)
      ┌───┴───┐   B    root   H(A, H(B, leaf 6))
     ┌┴┐     ┌┴┐ ┌┴┐
     0 1     2 3 4 5  6
"""

from collections.abc import Iterable
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """The peaks of the first `size` entries of a log."""

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)
        if len(self.peaks) != size.bit_count():
            raise ValueError(f"{len(self.peaks)} peaks cannot stand for {size} entries")

    def append(self, leaf: bytes) -> None:
        """Add one leaf hash. Merges as many peaks as the size has trailing 1-bits: one on average."""
        size = self.size
        while size & 1:
            leaf = node_hash(self.peaks.pop(), leaf)
            size >>= 1
        self.peaks.append(leaf)
        self.size += 1

    def root(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        *others, root = self.peaks
        for peak in reversed(others):
            root = node_hash(peak, root)
        return root
