"""What is a segment? A file of entries in a row, and a first line that says where in the log they stand.

    segments/00000000000000000000.log      {"base":0,"peaks":[],"prev":"0000…","v":1}
    segments/00000000000000081632.log      {"base":81632,"peaks":["5c1f…","90ab…",…],"prev":"77d2…","v":1}
                                           entry TAB record LF
                                           …

The header holds what one must know of all entries before: the peaks of their tree and the hash of the last. So the
ledger opens by reading the newest segment alone, old segments can go, and a bundle may begin anywhere. A header is not
believed: whoever reads on from it arrives at a root that is signed, or does not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from watchgate.kernel.canonical_json import canonical_json
from watchgate.ledger.files import UNFINISHED, write_whole
from watchgate.ledger.line import NO_PREVIOUS, VERSION, MalformedLine
from watchgate.ledger.merkle import CompactRange

_SUFFIX = ".log"


class _HeaderOnDisk(msgspec.Struct, forbid_unknown_fields=True):
    v: int
    base: int
    prev: str
    peaks: list[str]


@dataclass(frozen=True, slots=True)
class Header:
    """Where a segment begins: the number of its first entry, the leaf hash before it, the peaks up to there."""

    base: int = 0
    prev: str = NO_PREVIOUS
    peaks: tuple[bytes, ...] = ()

    def line(self) -> bytes:
        peaks = [peak.hex() for peak in self.peaks]
        return canonical_json({"v": VERSION, "base": self.base, "prev": self.prev, "peaks": peaks}) + b"\n"

    @classmethod
    def parse(cls, line: bytes) -> "Header":
        try:
            found = msgspec.json.decode(line, type=_HeaderOnDisk)
            header = cls(found.base, found.prev, tuple(bytes.fromhex(peak) for peak in found.peaks))
            header.tree()
        except ValueError as error:  # msgspec.DecodeError is one
            raise MalformedLine from error
        if header.line() != line:
            raise MalformedLine
        return header

    def tree(self) -> CompactRange:
        return CompactRange(self.base, self.peaks)


@dataclass(frozen=True, slots=True, order=True)
class Segment:
    """A segment file, by the number of its first entry."""

    base: int
    path: Path

    def header(self) -> Header:
        """Raises MalformedLine when the first line is none, or belongs to another place."""
        with self.path.open("rb") as file:
            header = Header.parse(file.readline())
        if header.base != self.base:
            raise MalformedLine
        return header

    def lines(self) -> Iterator[bytes]:
        """Each line after the header, as it stands."""
        with self.path.open("rb") as file:
            file.readline()
            yield from file


def segments_dir(writer_dir: Path) -> Path:
    return writer_dir / "segments"


def segments_of(writer_dir: Path) -> list[Segment]:
    """The segments of a log, in order."""
    found = segments_dir(writer_dir).glob("*" + _SUFFIX)
    return sorted(Segment(int(path.stem), path) for path in found if path.stem.isdecimal())


def make_segment(writer_dir: Path, header: Header) -> Segment:
    """A new, empty segment; after a crash it is wholly there or not at all."""
    path = segments_dir(writer_dir) / f"{header.base:020d}{_SUFFIX}"
    write_whole(path, header.line())
    return Segment(header.base, path)


def remove_unfinished(writer_dir: Path) -> None:
    """Clear away files that a crash left half-written."""
    for folder in (writer_dir, segments_dir(writer_dir)):
        for path in folder.glob("*" + UNFINISHED):
            path.unlink()
