"""How does somebody see that an entry stands in a signed log, without the log? By an inclusion proof (RFC 6962 §2.1.1).

The proof of entry m in a tree of n entries is the roots of the subtrees beside its way to the root, from the entry upwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from watchgate.ledger.checkpoints import newest_checkpoint
from watchgate.ledger.line import split_line
from watchgate.ledger.merkle import leaf_hash, node_hash
from watchgate.ledger.segment import Segment, segments_of
from watchgate.ledger.slots import ledger_dir

MOST_ENTRIES = 20_000_000
"""Of one log. Its leaf hashes are held in memory while proofs are made: 32 bytes each."""
_KEPT_FROM = 1024
"""Roots of smaller trees are computed again rather than kept."""


@dataclass(frozen=True, slots=True)
class Proven:
    """An entry with its record (payload and salt, or `-`), and the way to the root of the log's newest checkpoint."""

    log: str
    seq: int
    entry: str
    record: str
    path: Sequence[str]


@dataclass(frozen=True, slots=True)
class Signed:
    """The log that the proofs lead to: its verifier key, and its newest checkpoint (a signed note)."""

    public_key: str
    checkpoint: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """`missing`: entries that no checkpoint covers yet, or that the ledger has let go with its retention."""

    proven: Sequence[Proven]
    logs: Mapping[str, Signed]
    missing: Sequence[tuple[str, int]]


def prove(data_dir: Path, wanted: Sequence[tuple[str, int]]) -> Proofs:
    """Proofs of the entries (log, number), in this order. Raises MalformedLine, OSError. Reads the logs once, whole."""
    proven: dict[tuple[str, int], Proven] = {}
    logs: dict[str, Signed] = {}
    for name in sorted({log for log, _ in wanted}):
        numbers = {seq for log, seq in wanted if log == name}
        folder = ledger_dir(data_dir) / name
        checkpoint = newest_checkpoint(folder / "checkpoints") if folder.is_dir() else None
        if checkpoint is None:
            continue
        logs[name] = Signed((folder / "key.pub").read_text(encoding="utf-8").strip(), checkpoint.note)
        tree = _Tree.read(segments_of(folder), checkpoint.size, numbers)
        for seq, (entry, record) in tree.lines.items():
            path = [one.hex() for one in tree.path(seq)]
            proven[name, seq] = Proven(name, seq, entry.decode(), record.decode(), path)
    found = [proven[place] for place in wanted if place in proven]
    missing = [place for place in wanted if place not in proven]
    return Proofs(found, {name: logs[name] for name in {one.log for one in found}}, missing)


@dataclass(slots=True)
class _Tree:
    """The first `size` entries of a log. What stood before `base` is known by its peaks only."""

    size: int
    base: int
    known: dict[tuple[int, int], bytes]
    leaves: bytearray = field(default_factory=bytearray)
    lines: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)

    @classmethod
    def read(cls, segments: Sequence[Segment], size: int, wanted: Iterable[int]) -> "_Tree":
        if not segments:
            return cls(size, size, {})
        base = segments[0].base
        tree = cls(size, base, _peaks(base, segments[0].header().peaks))
        keep = set(wanted)
        seq = base
        for segment in segments:
            for line in segment.lines():
                if seq >= size or seq - base >= MOST_ENTRIES:
                    return tree
                entry, record = split_line(line)
                tree.leaves += leaf_hash(entry)
                if seq in keep:
                    tree.lines[seq] = (entry, record)
                seq += 1
        return tree

    def path(self, seq: int) -> list[bytes]:
        """From the entry upwards."""
        return self._path(seq, 0, self.size)

    def _path(self, seq: int, start: int, end: int) -> list[bytes]:
        if end - start == 1:
            return []
        middle = start + _largest_power_below(end - start)
        if seq < middle:
            return [*self._path(seq, start, middle), self._root(middle, end)]
        return [*self._path(seq, middle, end), self._root(start, middle)]

    def _root(self, start: int, end: int) -> bytes:
        if (start, end) in self.known:
            return self.known[start, end]
        if end - start == 1:
            at = (start - self.base) * 32
            root = bytes(self.leaves[at : at + 32])
        else:
            middle = start + _largest_power_below(end - start)
            root = node_hash(self._root(start, middle), self._root(middle, end))
        if end - start >= _KEPT_FROM:
            self.known[start, end] = root
        return root


def _peaks(base: int, peaks: Sequence[bytes]) -> dict[tuple[int, int], bytes]:
    """(first, end) → root, of the perfect trees that stand for the first *base* entries."""
    found: dict[tuple[int, int], bytes] = {}
    start = 0
    for bit, peak in zip(_bits(base), peaks, strict=True):
        found[start, start + bit] = peak
        start += bit
    return found


def _bits(number: int) -> list[int]:
    """The powers of two that it is the sum of, the greatest first."""
    return [1 << place for place in range(number.bit_length() - 1, -1, -1) if number >> place & 1]


def _largest_power_below(count: int) -> int:
    return 1 << ((count - 1).bit_length() - 1)
