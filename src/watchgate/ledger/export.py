"""How does somebody else get evidence that they can verify without us? A zip file, the same bytes each time.

    README.md                      how to verify
    verify.py                      the verifier, alone
    gateway-0/key.pub              whose log it is
    gateway-0/checkpoints          what was signed, within the range
    gateway-0/segments/….log       the entries; the first header stands for all before them

A range ends at a checkpoint, so that every entry in it is signed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from watchgate.kernel.errors import UserError
from watchgate.ledger import verify
from watchgate.ledger.checkpoints import Checkpoint, read_checkpoints
from watchgate.ledger.expiry import heads
from watchgate.ledger.files import Unfinished
from watchgate.ledger.line import NOTHING, split_line
from watchgate.ledger.merkle import leaf_hash
from watchgate.ledger.segment import Header, Segment, segments_of
from watchgate.ledger.slots import writer_dirs

_README = """# Evidence from a Watchgate ledger

Each folder is the log of one gateway process. To verify all of it, with Python 3.10 or newer:

    pip install cryptography
    python verify.py THIS-FILE.zip --public-key KEYS.pub

KEYS.pub holds the verifier keys that you trust, one a line. Get them, and `verify.py` if you like, on another way than
this bundle: a bundle vouches for itself no more than a letter does. With `--checkpoint FILE` you also prove that the
log still extends a checkpoint that you were given earlier.

A line of a segment is an entry, a tab, and the entry's payload with its salt (`-` where there is none or none any more).
The hashes are those of RFC 6962, the checkpoints are C2SP signed notes.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What of a log went into the bundle: entries `first` to `end - 1`."""

    writer: str
    first: int
    end: int


def export(
    data_dir: Path,
    out: Path,
    *,
    since: str | None = None,
    until: str | None = None,
    with_payloads: bool = True,
) -> list[Exported]:
    """Write the bundle of all logs under *data_dir*, of entries from *since* until before *until* (RFC 3339, UTC).

    The end moves on to the next checkpoint; what is not signed yet is left out.
    """
    folders = [folder for folder in writer_dirs(data_dir) if (folder / "key.pub").exists()]
    if not folders:
        raise UserError(f"There is no ledger in {data_dir}. Name the gateway's folder with --data-dir.")
    try:
        with (
            Unfinished(out) as unfinished,
            ZipFile(unfinished.file, "w", ZIP_DEFLATED, compresslevel=6) as bundle,
        ):
            bundle.writestr(_named("README.md"), _README)
            bundle.writestr(_named("verify.py"), Path(verify.__file__).read_bytes())
            return [
                _export_log(bundle, folder, since, until, with_payloads=with_payloads) for folder in folders
            ]
    except OSError as error:
        raise UserError(f"The bundle {out} cannot be written: {error.strerror}.") from None


def _export_log(
    bundle: ZipFile, folder: Path, since: str | None, until: str | None, *, with_payloads: bool
) -> Exported:
    checkpoints = _checkpoints(folder)  # read before the segments: a running gateway writes on
    segments = segments_of(folder)
    first, end = _range(segments, checkpoints, since, until)
    bundle.writestr(_named(f"{folder.name}/key.pub"), (folder / "key.pub").read_bytes())
    notes = [checkpoint.note for checkpoint in checkpoints if first < checkpoint.size <= end]
    bundle.writestr(_named(f"{folder.name}/checkpoints"), "".join(note + "\n" for note in notes))
    followers = [segment.base for segment in segments[1:]] + [end]
    for segment, follower in zip(segments, followers, strict=True):
        if segment.base < end and first < follower:
            _export_segment(bundle, folder.name, segment, (first, end), with_payloads=with_payloads)
    return Exported(folder.name, first, end)


def _export_segment(
    bundle: ZipFile, writer: str, segment: Segment, wanted: tuple[int, int], *, with_payloads: bool
) -> None:
    lines = segment.lines()
    header = _skip(segment.header(), lines, wanted[0])
    with bundle.open(_named(f"{writer}/segments/{header.base:020d}.log"), "w") as copy:
        copy.write(header.line())
        for _, line in zip(range(header.base, wanted[1]), lines, strict=False):
            copy.write(line if with_payloads else b"%b\t%b\n" % (split_line(line)[0], NOTHING))


def _skip(header: Header, lines: Iterator[bytes], first: int) -> Header:
    """Read on to entry *first*; the header that stands for everything before it."""
    tree, prev = header.tree(), header.prev
    while tree.size < first:
        leaf = leaf_hash(split_line(next(lines))[0])
        tree.append(leaf)
        prev = leaf.hex()
    return Header(tree.size, prev, tuple(tree.peaks))


def _range(
    segments: Sequence[Segment], checkpoints: Sequence[Checkpoint], since: str | None, until: str | None
) -> tuple[int, int]:
    """(first, end) of the entries to export: signed, and not removed yet."""
    oldest = segments[0].base if segments else 0
    newest = checkpoints[-1].size if checkpoints else oldest
    first = oldest if since is None else _first_at(segments, since, otherwise=newest)
    end = newest if until is None else _first_at(segments, until, otherwise=newest)
    signed_end = next((checkpoint.size for checkpoint in checkpoints if checkpoint.size >= end), newest)
    first = min(first, newest)
    return first, max(first, signed_end if end > first else first)


def _first_at(segments: Sequence[Segment], moment: str, *, otherwise: int) -> int:
    """The number of the first entry at *moment* or later."""
    for place, segment in enumerate(segments):
        follower = next(heads(segments[place + 1]), None) if place + 1 < len(segments) else None
        if follower and follower[0].time < moment:
            continue
        for head, _, _ in heads(segment):
            if head.time >= moment:
                return head.seq
    return otherwise


def _checkpoints(folder: Path) -> list[Checkpoint]:
    path = folder / "checkpoints"
    return list(read_checkpoints(path)) if path.exists() else []


def _named(name: str) -> ZipInfo:
    """A member without the time and the machine in it, so that the same log gives the same bytes."""
    info = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    return info
