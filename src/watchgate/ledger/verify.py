"""Is this log what was written, entry for entry? If not: what was done to it, and where?

    python verify.py BUNDLE.zip --public-key key.pub
    python verify.py RECEIPT.json --public-key key.pub

This file stands alone on purpose, so it is longer than others. It needs Python 3.10 and the package `cryptography`, and nothing else of Watchgate:
it travels inside every exported bundle, and it is an implementation of its own, not the writer's code asked twice.
docs/ledger.md describes what it reads.

What proves what:

    each entry names the leaf hash of the one before       → the exact entry of an edit, a swap, a gap
    checkpoints sign the Merkle root of the first n        → a log that was rewritten from some entry on
    entries commit to their payloads                       → a changed payload; a removed one leaves the entry intact
    signed entries announce every removal                  → a payload or a segment that went without one

Not covered: what follows the newest checkpoint (at most about a second of entries while the writer runs), and whatever
somebody does who has the private key, unless a checkpoint was kept elsewhere (`--checkpoint`).
"""

from __future__ import annotations

import argparse
import base64
import io
import json
import re
import sys
import zipfile
import zlib
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, Literal, NoReturn

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

Kind = Literal["edited", "reordered", "inserted", "deleted", "truncated", "forked", "payload", "signature"]
Progress = Callable[[int], None]

NO_PREVIOUS = "0" * 64
PROGRESS_EVERY_BYTES = 4_000_000
_PREVIOUS = re.compile(r"[0-9a-f]{64}")
_RECORD = re.compile(rb'\{"payload":(.*),"salt":"([0-9a-f]{32})"\}\n', re.DOTALL)


# What is reported


@dataclass(frozen=True)
class Fault:
    """The first thing that is wrong with a log. `entry` is its number; `entries`: it is one of these, first to last."""

    kind: Kind
    entry: int | None
    message: str
    entries: tuple[int, int] | None = None


@dataclass
class WriterReport:
    """What was found in one writer's log. `is_pinned`: its key is one that the reader gave."""

    writer: str
    origin: str = ""
    first: int = 0
    size: int = 0
    checkpoints: int = 0
    signed_size: int = 0
    payloads_present: int = 0
    payloads_removed: int = 0
    payloads_never: int = 0
    removals_outside: int = 0
    is_pinned: bool = False
    torn_bytes: int = 0
    fault: Fault | None = None

    @property
    def entries(self) -> int:
        return self.size - self.first

    @property
    def unsigned(self) -> int:
        """Entries after the newest checkpoint."""
        return self.size - max(self.signed_size, self.first)


@dataclass
class Report:
    """What was found, log by log. `is_pinned`: the reader gave keys; each of them must have its log."""

    is_pinned: bool
    writers: list[WriterReport] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return all(writer.fault is None for writer in self.writers)

    def as_json(self) -> dict[str, Any]:
        writers = [
            {**asdict(writer), "entries": writer.entries, "unsigned": writer.unsigned}
            for writer in self.writers
        ]
        return {"ok": self.ok, "is_pinned": self.is_pinned, "writers": writers}


class Unreadable(Exception):
    """There is nothing to verify: no such folder, no log in it, a key that is none."""


# How to ask


def verify_folder(
    path: Path,
    public_key: str | None = None,
    *,
    checkpoints: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Verify a data folder, its `ledger` folder, or one writer's folder in it.

    *public_key*: the verifier keys to trust, one a line; without them, those that lie beside the logs.
    *checkpoints*: signed notes kept elsewhere, which the logs must still extend.
    """
    folders = _writer_folders(path)
    if not folders:
        raise Unreadable(f"There is no ledger in {path}.")
    return _verify([_FolderFiles(folder) for folder in folders], public_key, checkpoints, progress)


def verify_bundle(
    path: Path,
    public_key: str | None = None,
    *,
    checkpoints: Sequence[str] = (),
    progress: Progress | None = None,
) -> Report:
    """Verify an exported bundle. It may hold a part of a log only: the report says which."""
    try:
        with zipfile.ZipFile(path) as bundle:
            writers = sorted({name.split("/")[0] for name in bundle.namelist() if name.count("/")})
            if not writers:
                raise Unreadable(f"There is no log in {path}.")
            return _verify(
                [_BundleFiles(bundle, name) for name in writers], public_key, checkpoints, progress
            )
    except (OSError, zipfile.BadZipFile) as error:
        raise Unreadable(f"The bundle {path} cannot be read: {error}.") from None


def _verify(
    logs: Sequence[_Files], public_key: str | None, checkpoints: Sequence[str], progress: Progress | None
) -> Report:
    trusted = None if public_key is None else _parse_keys(public_key)
    given = [_split_note(note) for note in checkpoints]
    report = Report(is_pinned=trusted is not None)
    for files in logs:
        found = _verify_log(files, trusted, given, progress)
        if found.fault and files.may_change:
            # A gateway may have removed or rotated something while we were reading: look once more.
            found = _verify_log(files, trusted, given, progress)
        report.writers.append(found)
    report.writers += _missing_logs(report.writers, trusted or {}, given)
    return report


def _missing_logs(
    found: Sequence[WriterReport], trusted: dict[str, _Key], given: Sequence[_Note]
) -> list[WriterReport]:
    origins = {writer.origin for writer in found}
    wanted = dict.fromkeys([*trusted, *(note.origin for note in given)])
    return [
        WriterReport(
            origin,
            origin,
            fault=Fault("deleted", None, "There is no log for a key or a checkpoint that was given."),
        )
        for origin in wanted
        if origin not in origins
    ]


# Where the bytes are


class _Files:
    """The files of one log, by their names inside the writer's folder."""

    name: str
    may_change = False
    is_whole = True

    def segments(self) -> list[tuple[int, str]]:
        raise NotImplementedError

    def open(self, name: str) -> BinaryIO:
        """Raises FileNotFoundError."""
        raise NotImplementedError


class _FolderFiles(_Files):
    may_change = True

    def __init__(self, folder: Path) -> None:
        self.name = folder.name
        self._folder = folder

    def segments(self) -> list[tuple[int, str]]:
        names = [path.name for path in (self._folder / "segments").glob("*.log")]
        return _in_order("segments/" + name for name in names)

    def open(self, name: str) -> BinaryIO:
        return (self._folder / name).open("rb", buffering=1 << 18)


class _BundleFiles(_Files):
    is_whole = False

    def __init__(self, bundle: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._bundle = bundle

    def segments(self) -> list[tuple[int, str]]:
        folder = f"{self.name}/segments/"
        names = [
            name for name in self._bundle.namelist() if name.startswith(folder) and name.endswith(".log")
        ]
        return _in_order(name[len(self.name) + 1 :] for name in names)

    def open(self, name: str) -> BinaryIO:
        try:
            return io.BufferedReader(self._bundle.open(f"{self.name}/{name}"), 1 << 18)  # type: ignore[type-var]
        except KeyError:
            raise FileNotFoundError(name) from None


def _in_order(names: Iterable[str]) -> list[tuple[int, str]]:
    bases = ((Path(name).stem, name) for name in names)
    return sorted((int(stem), name) for stem, name in bases if stem.isdecimal())


def _writer_folders(path: Path) -> list[Path]:
    if (path / "segments").is_dir():
        return [path]
    ledger = path / "ledger" if (path / "ledger").is_dir() else path
    if not ledger.is_dir():
        return []
    return sorted(
        folder
        for folder in ledger.iterdir()
        if (folder / "segments").is_dir() or (folder / "key.pub").exists()
    )


# Keys and signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint)


class _Key:
    def __init__(self, text: str) -> None:
        try:
            self.name, key_id, encoded = text.strip().split("+", 2)
            self.key_id = bytes.fromhex(key_id)
            self._public = Ed25519PublicKey.from_public_bytes(_public_bytes(self.name, self.key_id, encoded))
        except ValueError:
            raise Unreadable(f"This is not a verifier key (name+id+base64): {text.strip()!r}.") from None
        self.text = text.strip()

    def has_signed(self, note: _Note) -> bool:
        """Is there a signature of this key, and is it good?"""
        for line in note.signatures:
            name, _, encoded = line.removeprefix("— ").rpartition(" ")
            try:
                signature = _strict_base64(encoded)
                if name == self.name and signature[:4] == self.key_id:
                    self._public.verify(signature[4:], note.text.encode())
                    return True
            except (InvalidSignature, ValueError):
                return False
        return False


@dataclass(frozen=True)
class _Note:
    origin: str
    size: int
    root: bytes
    text: str
    signatures: tuple[str, ...]


def _parse_keys(text: str) -> dict[str, _Key]:
    keys = [_Key(line) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not keys:
        raise Unreadable("The public key file has no key in it.")
    return {key.name: key for key in keys}


def _public_bytes(name: str, key_id: bytes, encoded: str) -> bytes:
    public = _strict_base64(encoded)
    if public[:1] != b"\x01" or key_id != sha256(name.encode() + b"\n" + public).digest()[:4]:
        raise ValueError("not an Ed25519 key, or not with this id")
    return public[1:]


def _split_note(note: str) -> _Note:
    """Raises Unreadable when it is none."""
    try:
        body, signatures = note.rstrip("\n").split("\n\n")
        origin, size, root = body.split("\n")
        signed = tuple(_strict_signature(line) for line in signatures.split("\n"))
        return _Note(origin, _strict_size(size), _strict_base64(root), body + "\n", signed)
    except ValueError:
        raise Unreadable("This is not a signed checkpoint.") from None


def _strict_signature(line: str) -> str:
    if not line.startswith("— "):
        raise ValueError("not a signature line")
    return line


def _strict_size(text: str) -> int:
    if str(int(text)) != text or text.startswith("-"):
        raise ValueError("not in canonical form")
    return int(text)


def _strict_base64(text: str) -> bytes:
    decoded = base64.b64decode(text, validate=True)
    if base64.b64encode(decoded).decode() != text:
        raise ValueError("not in canonical form")
    return decoded


def _read_notes(content: Iterable[bytes]) -> Iterator[str]:
    """The complete notes of a file of checkpoints; one that a crash left incomplete at the end is not there."""
    block: list[bytes] = []
    for line in content:
        if line == b"\n" and b"\n" in block:
            yield b"".join(block).decode(errors="replace")
            block = []
        else:
            block.append(line)
    if (
        len(block) > 3 and block[3] != b"\n"
    ):  # no crash does this: a beginning of a note has its blank line there
        yield b"".join(block).decode(errors="replace")


# What may be missing


@dataclass
class _Removals:
    """What the signed entries of a log announce to have been removed."""

    payloads_until: str = ""
    ranges: list[tuple[int, int]] = field(default_factory=list)
    before: dict[int, tuple[str, list[bytes]]] = field(default_factory=dict)

    def explain(self, seq: int, keep_until: object) -> bool:
        """Was the removal of this entry's payload announced?"""
        if isinstance(keep_until, str) and keep_until <= self.payloads_until:
            return True
        place = bisect_right(self.ranges, (seq, sys.maxsize)) - 1
        return place >= 0 and self.ranges[place][0] <= seq <= self.ranges[place][1]

    def explain_beginning(self, first: int) -> bool:
        """Was it announced that no entry before *first* is there? (Those after it may be on their way out.)"""
        return first == 0 or any(first <= base for base in self.before)


def _find_removals(files: _Files, signed_size: int) -> _Removals:
    """Read them from the entries that announce them. The walk checks these entries like all others."""
    removals = _Removals()
    for _, name in files.segments():
        with files.open(name) as content:
            for line in content:
                if b'"type":"ledger.retention"' in line or b'"type":"ledger.erased"' in line:
                    _note_removal(removals, line.partition(b"\t")[0], signed_size)
    removals.ranges = _merged(removals.ranges)
    return removals


def _note_removal(removals: _Removals, text: bytes, signed_size: int) -> None:
    try:
        entry = json.loads(text.decode())
        if entry["seq"] >= signed_size:  # anybody can append an entry that nobody signed
            return
        if entry["type"] == "ledger.erased":
            removals.ranges += [(int(first), int(last)) for first, last in entry["entries"]]
        if entry["type"] == "ledger.retention":
            removals.payloads_until = max(removals.payloads_until, entry.get("payloads_until", ""))
            if "segments_before" in entry:
                peaks = [bytes.fromhex(peak) for peak in entry["before"]["peaks"]]
                removals.before[entry["segments_before"]] = (entry["before"]["prev"], peaks)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return  # not such an entry, or a damaged one: then it explains nothing, and the walk says what is wrong


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(last, merged[-1][1]))
        else:
            merged.append((first, last))
    return merged


# The walk


class _Broken(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.message)
        self.fault = fault


def _verify_log(
    files: _Files, trusted: dict[str, _Key] | None, given: Sequence[_Note], progress: Progress | None
) -> WriterReport:
    report = WriterReport(files.name)
    try:
        key = _key_of(files)
        report.origin = key.name
        if trusted and key.name in trusted:
            report.is_pinned = _is_the_given(key, trusted[key.name])
        walk = _Walk(files, key, [note for note in given if note.origin == key.name], report, progress)
        with closing(walk):
            walk.run()
    except _Broken as broken:
        report.fault = broken.fault
    except FileNotFoundError as error:
        report.fault = Fault("deleted", None, f"The file {error.filename or error} is missing.")
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        report.fault = Fault("edited", None, f"The bundle is damaged: {error}.")
    return report


def _key_of(files: _Files) -> _Key:
    try:
        with files.open("key.pub") as content:
            return _Key(content.read(10_000).decode(errors="replace"))
    except Unreadable:
        raise _Broken(Fault("signature", None, "key.pub beside the log is not a verifier key.")) from None


def _is_the_given(key: _Key, given: _Key) -> bool:
    if key.text != given.text:
        message = f"The log calls itself {key.name}, but its key is another than the one given."
        raise _Broken(Fault("signature", None, message))
    return True


class _Signed:
    """The checkpoints of a log in the order of their sizes: those in its file, and those given from elsewhere."""

    def __init__(self, files: _Files, key: _Key, given: Sequence[_Note]) -> None:
        self._key = key
        self._files = files
        self._size_bytes = _size_bytes(files)  # a running writer may add more while we read
        self.last_size = max((note.size for note in self._notes(is_checked=False)), default=0)
        self.given = sorted(given, key=lambda note: note.size)
        for note in self.given:
            if not key.has_signed(note):
                raise _Broken(
                    Fault(
                        "signature",
                        note.size - 1,
                        "The checkpoint given from elsewhere has no good signature of this log.",
                    )
                )

    def in_order(self) -> Generator[tuple[_Note, bool], None, None]:
        """(note, was it given from elsewhere?)"""
        waiting = list(self.given)
        last = _Note("", -1, b"", "", ())
        for note in self._notes(is_checked=True):
            if note.size < last.size:
                message = f"The checkpoints are out of order: {note.size} entries after {last.size}."
                raise _Broken(Fault("reordered", None, message))
            if note.size == last.size and note.root != last.root:
                raise _Broken(
                    Fault(
                        "forked",
                        max(note.size - 1, 0),
                        f"Two different logs of {note.size} entries were signed.",
                    )
                )
            last = note
            while waiting and waiting[0].size <= note.size:
                yield waiting.pop(0), True
            yield note, False
        for note in waiting:
            yield note, True

    def _notes(self, *, is_checked: bool) -> Iterator[_Note]:
        for number, text in enumerate(_read_notes(self._lines()), 1):
            try:
                note = _split_note(text)
            except Unreadable:
                raise _Broken(
                    Fault("signature", None, f"Checkpoint number {number} is not a signed note.")
                ) from None
            if is_checked and (note.origin != self._key.name or not self._key.has_signed(note)):
                message = (
                    f"Checkpoint number {number}, of {note.size} entries, has no good signature of this log."
                )
                raise _Broken(Fault("signature", note.size - 1, message))
            yield note

    def _lines(self) -> Iterator[bytes]:
        if not self._size_bytes:
            return
        left = self._size_bytes
        with self._files.open("checkpoints") as content:
            while left > 0 and (line := content.readline(left)):
                left -= len(line)
                yield line


def _size_bytes(files: _Files) -> int:
    try:
        with files.open("checkpoints") as content:
            return content.seek(0, io.SEEK_END)
    except FileNotFoundError:
        return 0


class _Walk:
    """One pass over a log, in step with its checkpoints. Holds what is known of the entries so far."""

    def __init__(
        self,
        files: _Files,
        key: _Key,
        given: Sequence[_Note],
        report: WriterReport,
        progress: Progress | None,
    ) -> None:
        self._files = files
        self._signed = _Signed(files, key, given)
        self._notes = self._signed.in_order()
        self._next: tuple[_Note, bool] | None = None
        self._removals = _Removals()
        self._report = report
        self._progress = progress or (lambda _size_bytes: None)
        self._prev = NO_PREVIOUS
        self._peaks: list[bytes] = []
        self._good = 0  # the last size whose root was signed
        self._later = self._lines_of([])
        self._after: Iterator[bytes] = iter(())  # the lines that follow, to find out what happened

    def run(self) -> None:
        segments = self._files.segments()
        self._removals = _find_removals(self._files, self._signed.last_size)
        if segments:
            self._begin(*segments[0])
        self._take_note()
        for place, (base, name) in enumerate(segments):
            self._walk_segment(base, name, segments[place + 1 :])
        self._end()

    def close(self) -> None:
        """Close the files that a fault left open half-way through."""
        self._notes.close()
        self._later.close()

    def _begin(self, base: int, name: str) -> None:
        """Believe the first header for now: the signed roots will tell."""
        with self._files.open(name) as content:
            prev, peaks = self._header(base, content.readline())
        if self._files.is_whole and not self._removals.explain_beginning(base):
            first = max(self._removals.before, default=0)
            self._break(
                "deleted",
                first,
                f"Entries {first} to {base - 1} are missing, and no signed entry says why.",
                (first, base - 1),
            )
        if base == 0 and prev != NO_PREVIOUS:
            self._break("edited", 0, "The first line of the first segment was changed.")
        self._report.first = self._report.size = self._good = base
        self._prev, self._peaks = prev, peaks

    def _walk_segment(self, base: int, name: str, later: Sequence[tuple[int, str]]) -> None:
        report = self._report
        with self._files.open(name) as content:
            self._later = self._lines_of(later)
            self._after = chain(content, self._later)
            self._check_header(base, content.readline())
            self._check_roots()
            self._walk_lines(content, is_last=not later)
        if later and later[0][0] > report.size:
            last = later[0][0] - 1
            self._break(
                "deleted", report.size, f"Entries {report.size} to {last} are missing.", (report.size, last)
            )

    def _walk_lines(self, content: BinaryIO, *, is_last: bool) -> None:
        report, peaks = self._report, self._peaks
        size, prev, unreported = report.size, self._prev, 0
        next_size = self._next_size()
        for line in content:
            entry, tab, record = line.partition(b"\t")
            unreported += len(line)
            if is_last and not line.endswith(b"\n"):
                report.torn_bytes = len(line)
                break
            found = _parse_entry(entry)
            if found is None or not tab or record[-1:] != b"\n":
                self._break("edited", size, f"Entry {size} is not an entry any more.")
            if found.get("seq") != size or found.get("prev") != prev:
                self._diagnose_link(entry, found)
            self._check_payload(size, record, found)
            leaf = sha256(b"\x00" + entry)
            prev, node, merges = leaf.hexdigest(), leaf.digest(), size
            while merges & 1:
                node = sha256(b"\x01" + peaks.pop() + node).digest()
                merges >>= 1
            peaks.append(node)
            size += 1
            report.size, self._prev = size, prev
            if size == next_size:
                self._check_roots()
                next_size = self._next_size()
            if unreported > PROGRESS_EVERY_BYTES:
                self._progress(unreported)
                unreported = 0
        self._progress(unreported)

    def _end(self) -> None:
        if not self._next:
            return
        note, is_given = self._next
        size, whose = self._report.size, "given from elsewhere" if is_given else "of this log"
        message = (
            f"Entries {size} to {note.size - 1} are missing: a checkpoint {whose} covers {note.size} entries."
        )
        self._break("truncated", size, message, (size, note.size - 1))

    def _check_payload(self, seq: int, record: bytes, found: dict[str, Any]) -> None:
        report, commitment = self._report, found.get("commitment")
        if record != b"-\n":
            if not _is_committed(record, commitment):
                self._break(
                    "payload", seq, f"The payload of entry {seq} is not the one that the entry vouches for."
                )
            report.payloads_present += 1
        elif commitment is None:
            report.payloads_never += 1
        else:
            report.payloads_removed += 1
            if not self._removals.explain(seq, found.get("keep_until")):
                if self._files.is_whole:
                    self._break(
                        "payload",
                        seq,
                        f"The payload of entry {seq} is missing, and no signed entry says why.",
                    )
                report.removals_outside += 1

    # Segments

    def _header(self, base: int, line: bytes) -> tuple[str, list[bytes]]:
        try:
            return _parse_header(base, line)
        except (ValueError, KeyError, TypeError, RecursionError):
            self._break("edited", base, _changed_header(base))

    def _check_header(self, base: int, line: bytes) -> None:
        if base < self._report.size:
            self._break("inserted", base, f"A segment begins with entry {base}, which was there already.")
        prev, _ = header = self._header(base, line)
        announced = self._removals.before.get(base, header)
        if header == (self._prev, self._peaks) == announced:
            return
        first = _parse_line(next(self._after, b""))
        if prev != self._prev and first and first.get("prev") == prev:
            message = f"Entry {base - 1} was changed: the next entry and the header of its segment name another one."
            self._break("edited", base - 1, message)
        self._break("edited", base, _changed_header(base))

    def _lines_of(self, segments: Sequence[tuple[int, str]]) -> Generator[bytes, None, None]:
        for _, name in segments:
            with self._files.open(name) as content:
                content.readline()
                yield from content

    # Checkpoints

    def _next_size(self) -> int:
        return self._next[0].size if self._next else -1

    def _take_note(self) -> None:
        """The next checkpoint that there are entries for; those of a removed prefix vouch for nothing that is here."""
        self._next = None
        for note, is_given in self._notes:
            self._report.checkpoints += 1
            self._report.signed_size = max(self._report.signed_size, note.size)
            if note.size >= self._report.first:
                self._next = note, is_given
                return

    def _check_roots(self) -> None:
        while self._next and self._next[0].size == self._report.size:
            note, is_given = self._next
            if _root(self._peaks) != note.root:
                self._diagnose_root(is_given=is_given)
            self._good = note.size
            self._take_note()

    # What happened?

    def _diagnose_root(self, *, is_given: bool) -> NoReturn:
        """The links up to here are whole, but other entries were signed."""
        first, last = self._good, self._report.size - 1
        if first > last:  # the log begins here, and its header was believed so far
            self._break("edited", first, _changed_header(first))
        follower = _parse_line(next(self._after, b""))
        if (first == last and not is_given) or (follower and follower.get("prev") != self._prev):
            self._break("edited", last, f"Entry {last} was changed: it is not the one that was signed.")
        if not follower and not is_given:
            message = f"Entry {last} was changed, or entries {first} to {last} were rewritten together: they are not those that were signed."
            self._break("edited", last, message, (first, last))
        message = f"The log was rewritten: somewhere from entry {first} to {last} it leaves the log that was signed."
        self._break("forked", first, message, (first, last))

    def _diagnose_link(self, entry: bytes, found: dict[str, Any]) -> NoReturn:
        """Line number n is not the entry that follows entry n-1."""
        here, seq, prev = self._report.size, found.get("seq"), found.get("prev")
        if (
            found.get("v") != 1
            or not isinstance(seq, int)
            or not isinstance(prev, str)
            or not _PREVIOUS.fullmatch(prev)
        ):
            self._break("edited", here, f"Entry {here} is not an entry any more.")
        if seq == here:
            self._diagnose_neighbours(entry, prev)
        if prev == self._prev:
            self._break("edited", here, f"Entry {here} was changed: it calls itself {seq}.")
        later = (parsed.get("seq") for parsed in map(_parse_line, self._after) if parsed)
        following = next(later, None)
        is_later = following == here or here in later
        if seq < here and is_later:
            self._break("inserted", here, f"Entry {seq} stands before entry {here} once more.")
        if is_later:
            self._break(
                "reordered", here, f"Entry {seq} stands where entry {here} belongs; that one comes later."
            )
        if seq < here or following == here + 1:
            self._break("edited", here, f"Entry {here} was replaced by a copy of entry {seq}.")
        message = (
            f"Entry {here} is missing." if seq == here + 1 else f"Entries {here} to {seq - 1} are missing."
        )
        self._break("deleted", here, message, (here, seq - 1))

    def _diagnose_neighbours(self, entry: bytes, prev: str) -> NoReturn:
        """Entry n names another entry n-1 than the one that is there. Which of the two was changed?

        If it were n, and only in the name of its predecessor, then putting that right gives what others vouch for.
        """
        here = self._report.size
        mended = sha256(
            b"\x00" + entry.replace(b'"prev":"%b"' % prev.encode(), b'"prev":"%b"' % self._prev.encode())
        )
        follower = _parse_line(next(self._after, b""))
        if follower:
            is_this = follower.get("prev") == mended.hexdigest()
        else:
            is_this = (
                self._next_size() == here + 1
                and self._next is not None
                and self._root_with(mended.digest()) == self._next[0].root
            )
        if is_this or here == self._report.first:
            self._break(
                "edited", here, f"Entry {here} was changed: it names another predecessor than it did."
            )
        self._break(
            "edited", here - 1, f"Entry {here - 1} was changed: it is not the one that entry {here} follows."
        )

    def _root_with(self, node: bytes) -> bytes:
        peaks, merges = list(self._peaks), self._report.size
        while merges & 1:
            node = sha256(b"\x01" + peaks.pop() + node).digest()
            merges >>= 1
        return _root([*peaks, node])

    def _break(
        self, kind: Kind, entry: int, message: str, entries: tuple[int, int] | None = None
    ) -> NoReturn:
        raise _Broken(Fault(kind, entry, message, entries))


def _root(peaks: Sequence[bytes]) -> bytes:
    """RFC 6962 §2.1: the root of the tree whose perfect subtrees have these roots, the greatest first."""
    if not peaks:
        return sha256(b"").digest()
    *others, root = peaks
    for peak in reversed(others):
        root = sha256(b"\x01" + peak + root).digest()
    return root


def _parse_entry(entry: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(entry.decode())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _parse_line(line: bytes) -> dict[str, Any] | None:
    return _parse_entry(line.partition(b"\t")[0])


def _is_committed(record: bytes, commitment: object) -> bool:
    found = _RECORD.fullmatch(record)
    return found is not None and sha256(bytes.fromhex(found[2].decode()) + found[1]).hexdigest() == commitment


def _parse_header(base: int, line: bytes) -> tuple[str, list[bytes]]:
    """(leaf hash of the entry before, peaks up to there). Raises ValueError or its like when it is not as we write it."""
    found = json.loads(line.decode())
    header = {"base": base, "peaks": found["peaks"], "prev": found["prev"], "v": 1}
    peaks = [bytes.fromhex(peak) for peak in found["peaks"]]
    is_as_written = json.dumps(header, separators=(",", ":")).encode() + b"\n" == line
    if not is_as_written or len(peaks) != base.bit_count() or any(len(peak) != 32 for peak in peaks):
        raise ValueError("not a header")
    return str(found["prev"]), peaks


def _changed_header(base: int) -> str:
    return f"The first line of the segment that begins with entry {base} was changed."


# Receipts: a few entries, each with the way to a signed checkpoint

RECEIPT_FORMAT = "watchgate-receipt/1"
_RECEIPT_KEYS = {"format", "summary", "entries", "logs", "pending"}
_ENTRY_KEYS = {"log", "seq", "entry", "record", "path"}
_PLUMBING = {"seq", "prev", "v", "commitment", "keep_until", "immutable", "outbox", "time", "recorded_at"}
_OF_REQUEST = {"type", "request", "workspace"}
_OF_OBJECT = ("number", "kind", "object", "parent", "action", "requested_by", "decided_by")


@dataclass(frozen=True)
class ReceiptReport:
    """`problems`: what does not hold, in sentences. `is_pinned`: the keys were among those given."""

    problems: list[str]
    is_pinned: bool
    summary: dict[str, Any] | None

    @property
    def ok(self) -> bool:
        return not self.problems


def verify_receipt(text: str, public_key: str | None = None) -> ReceiptReport:
    """Is each entry of the receipt in a signed log, and does the receipt say what they say? Raises Unreadable for what is none."""
    receipt = _receipt(text)
    given = _parse_keys(public_key) if public_key is not None else None
    problems: list[str] = []
    signed = {name: _signed_root(name, log, given, problems) for name, log in receipt["logs"].items()}
    entries = [_proven_entry(one, signed, problems) for one in receipt["entries"]]
    if receipt["pending"] != 0:
        problems.append(
            "Not all of it is proven yet: some entries wait for the next checkpoint, or are no longer kept."
        )
    if unused := signed.keys() - {one["log"] for one in receipt["entries"]}:
        problems.append(f"No entry is of the log {', '.join(sorted(unused))}.")
    summary = None
    if not problems:
        summary = receipt_summary([one for one in entries if one is not None])
        if json.dumps(summary, sort_keys=True) != json.dumps(receipt["summary"], sort_keys=True):
            problems.append("The summary does not say what the entries say.")
        elif not summary["objects"] and not any(
            step["what"].startswith("person.") for step in summary["steps"]
        ):
            problems.append("It speaks of no object, and of no person's erasure.")
    return ReceiptReport(problems, given is not None and not problems, summary)


def receipt_summary(entries: Sequence[tuple[dict[str, Any], dict[str, Any] | None]]) -> dict[str, Any]:
    """What (entry, payload) pairs say of a request and its objects, step by step. A payload of None was erased."""
    first = entries[0][0] if entries else {}
    objects: dict[int, dict[str, Any]] = {}
    steps: list[dict[str, Any]] = []
    for entry, payload in entries:
        if entry.get("request") != first.get("request"):
            raise Unreadable("The receipt mixes two requests.")
        if "number" in entry:
            about = {name: entry.get(name) for name in _OF_OBJECT}
            one = objects.setdefault(entry["number"], {**about, "steps": []})
            if any(one[name] != about[name] for name in _OF_OBJECT):
                raise Unreadable("The receipt mixes two objects.")
            one["steps"].append(_step(entry, payload, {*_PLUMBING, *_OF_REQUEST, *_OF_OBJECT}))
        else:
            steps.append(_step(entry, payload, {*_PLUMBING, *_OF_REQUEST}))
    return {
        "request": first.get("request"),
        "workspace": first.get("workspace"),
        "steps": steps,
        "objects": [objects[number] for number in sorted(objects)],
    }


def _step(entry: dict[str, Any], payload: dict[str, Any] | None, without: set[str]) -> dict[str, Any]:
    told = {name: value for name, value in entry.items() if name not in without}
    said = payload if payload is not None else "erased" if "commitment" in entry else None
    return {"what": entry["type"], "at": entry.get("recorded_at", entry["time"]), **told, "said": said}


def _receipt(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise Unreadable("This is no receipt: it is not JSON, or has a name twice.") from None
    if not isinstance(found, dict) or found.get("format") != RECEIPT_FORMAT:
        raise Unreadable(f"This is no receipt of the form {RECEIPT_FORMAT}.")
    entries, logs = found.get("entries"), found.get("logs")
    is_formed = (
        found.keys() == _RECEIPT_KEYS
        and isinstance(entries, list)
        and isinstance(logs, dict)
        and all(isinstance(one, dict) and one.keys() == _ENTRY_KEYS for one in entries)
        and all(isinstance(log, dict) and log.keys() == {"public_key", "checkpoint"} for log in logs.values())
    )
    if not is_formed:
        raise Unreadable("The receipt has lost a part, or has one too many.")
    return found


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of two values with one name, programs disagree which one counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _signed_root(
    name: str, log: dict[str, Any], given: dict[str, _Key] | None, problems: list[str]
) -> tuple[int, bytes] | None:
    """(size, root) of the log's checkpoint, when its key has signed it."""
    try:
        key, note = _Key(str(log["public_key"])), _split_note(str(log["checkpoint"]))
    except Unreadable as error:
        problems.append(f"{name}: {error}")
        return None
    if given is not None and (key.name not in given or given[key.name].text != key.text):
        problems.append(f"{name}: its key is not among those given.")
    if key.text != log["public_key"] or key.name != note.origin or not key.has_signed(note):
        problems.append(f"{name}: its checkpoint has no good signature of its key.")
        return None
    return note.size, note.root


def _proven_entry(
    one: dict[str, Any], signed: dict[str, tuple[int, bytes] | None], problems: list[str]
) -> tuple[dict[str, Any], dict[str, Any] | None] | None:
    """The entry and its payload, when both are proven."""
    where = f"Entry {one['seq']} of {one['log']}"
    found = _parse_entry(str(one["entry"]).encode(errors="surrogatepass"))
    root = signed.get(str(one["log"]))
    if found is None or root is None or found.get("seq") != one["seq"] or not isinstance(one["path"], list):
        problems.append(f"{where} is not proven.")
        return None
    leaf = sha256(b"\x00" + str(one["entry"]).encode(errors="surrogatepass")).digest()
    if _root_by_path(leaf, one["seq"], root[0], one["path"]) != root[1]:
        problems.append(f"{where} was changed: it is not in the log that was signed.")
        return None
    record = str(one["record"]).encode(errors="surrogatepass") + b"\n"
    if record == b"-\n":
        return found, None
    if not _is_committed(record, found.get("commitment")):
        problems.append(f"The payload of entry {one['seq']} of {one['log']} was changed.")
        return None
    return found, json.loads(record)["payload"]


def _root_by_path(leaf: bytes, seq: int, size: int, path: Sequence[Any]) -> bytes | None:
    """RFC 9162 §2.1.3.2: the root that *path* leads to, None when it is not one for this entry."""
    if type(seq) is not int or not 0 <= seq < size:
        return None
    node, last, root = seq, size - 1, leaf
    for written in path:
        if not isinstance(written, str) or not _PREVIOUS.fullmatch(written) or last == 0:
            return None
        beside = bytes.fromhex(written)
        if node & 1 or node == last:
            root = sha256(b"\x01" + beside + root).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            root = sha256(b"\x01" + root + beside).digest()
        node, last = node >> 1, last >> 1
    return root if last == 0 else None


# From the command line


def main(arguments: Sequence[str] | None = None) -> int:
    """0: the logs are what was written. 1: they are not. 2: there is nothing to verify."""
    parser = argparse.ArgumentParser(prog="verify.py", description="Verify a ledger of Watchgate.")
    parser.add_argument("path", type=Path, help="an exported bundle, a data folder, or a receipt (.json)")
    parser.add_argument("--public-key", type=Path, help="file with the verifier keys to trust, one a line")
    parser.add_argument(
        "--checkpoint", type=Path, action="append", default=[], help="a signed checkpoint kept elsewhere"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args(arguments)
    try:
        public_key = options.public_key.read_text(encoding="utf-8") if options.public_key else None
        checkpoints = [path.read_text(encoding="utf-8") for path in options.checkpoint]
        if options.path.suffix == ".json":
            return _main_receipt(options.path, public_key)
        verify = verify_folder if options.path.is_dir() else verify_bundle
        report = verify(options.path, public_key, checkpoints=checkpoints)
    except (Unreadable, OSError, UnicodeDecodeError) as error:
        sys.stderr.write(f"verify: {error}\n")
        return 2
    sys.stdout.write(
        json.dumps(report.as_json()) + "\n" if options.json else "\n".join(describe(report)) + "\n"
    )
    return 0 if report.ok else 1


def _main_receipt(path: Path, public_key: str | None) -> int:
    report = verify_receipt(path.read_text(encoding="utf-8"), public_key)
    sys.stdout.write("\n".join(describe_receipt(report)) + "\n")
    return 0 if report.ok else 1


def describe_receipt(report: ReceiptReport) -> Iterator[str]:
    """The report in sentences."""
    yield from (f"DOES NOT HOLD: {problem}" for problem in report.problems)
    for one in (report.summary or {}).get("objects", []):
        last = one["steps"][-1]
        yield f"{one['kind']} {one['object']}: {last.get('result') or last.get('state')}, {last['at']}"
    for step in (report.summary or {}).get("steps", []):
        if step["what"] == "person.erased":
            extent = "" if step.get("is_complete", True) else ", but NOT COMPLETE"
            yield f"What else there was of the person: erased{extent}, {step['at']}"
    if not report.is_pinned:
        yield "The keys were taken from the receipt: give --public-key to know whose they are."
    yield "OK" if report.ok else "NOT OK"


def describe(report: Report) -> Iterator[str]:
    """The report in sentences."""
    for writer in report.writers:
        yield f"{writer.writer}: {_describe_extent(writer)}"
        if report.is_pinned and not writer.is_pinned:
            yield "  Its key is not among those given: it vouches for itself only."
        if writer.fault:
            yield f"  TAMPERED ({writer.fault.kind}): {writer.fault.message}"
    if not report.is_pinned:
        yield "The keys were taken from beside the logs: give --public-key to know whose they are."
    yield "OK" if report.ok else "NOT OK"


def _describe_extent(writer: WriterReport) -> str:
    if not writer.entries:
        return "no entries"
    parts = [
        f"entries {writer.first} to {writer.size - 1}",
        f"{writer.checkpoints} checkpoints",
        f"payloads: {writer.payloads_present} present, {writer.payloads_removed} removed, {writer.payloads_never} never kept",
    ]
    if writer.unsigned > 0:
        parts.append(f"{writer.unsigned} not signed yet")
    if writer.torn_bytes:
        parts.append(f"an incomplete last line of {writer.torn_bytes} bytes")
    if writer.removals_outside:
        parts.append(f"{writer.removals_outside} removals announced outside of this bundle, if at all")
    return ", ".join(parts)


if __name__ == "__main__":
    sys.exit(main())
