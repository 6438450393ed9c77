"""Does a ZIP archive (an Office file is one) unpack to more than its reader could bear, or is it locked?

What its directory says is added up before anything is unpacked; archives within it are looked into as well.
"""

import io
import zipfile
import zlib

from watchgate.ingest.extraction.model import Limits, Reason

UNREADABLE = (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError, zlib.error)
"""What the library raises for archives that are not as they should be."""

_MAGIC = b"PK\x03\x04"
_ENCRYPTED_FLAG = 0x1
_MAX_DEPTH = 3
_MAX_MEMBERS = 10_000
_RATIO_FROM_BYTES = 10 * 1024 * 1024
"""Small files may be packed as tightly as they like."""


def is_archive(data: bytes) -> bool:
    """Whether *data* begins as a ZIP archive does."""
    return data.startswith(_MAGIC)


def fault_of_archive(data: bytes, limits: Limits) -> Reason | None:
    """Why the archive *data* must not be unpacked: a bomb, encrypted or damaged; None when nothing speaks against it."""
    try:
        _Guard(limits).look_into(data, 1)
    except _Fault as fault:
        return fault.reason
    except UNREADABLE:
        return Reason.DAMAGED
    return None


class _Fault(Exception):
    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class _Guard:
    """Adds up what all levels unpack to."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._bytes_left = limits.unpacked_bytes
        self._members_left = _MAX_MEMBERS

    def look_into(self, data: bytes, depth: int) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            self._add(members, len(data))
            for member in members:
                if member.flag_bits & _ENCRYPTED_FLAG:
                    raise _Fault(Reason.ENCRYPTED)
                self._look_into_member(archive, member, depth)

    def _add(self, members: list[zipfile.ZipInfo], packed_bytes: int) -> None:
        unpacked_bytes = sum(member.file_size for member in members)
        self._bytes_left -= unpacked_bytes
        self._members_left -= len(members)
        ratio = unpacked_bytes / max(packed_bytes, 1)
        is_dense = unpacked_bytes > _RATIO_FROM_BYTES and ratio > self._limits.unpacked_ratio
        if self._bytes_left < 0 or self._members_left < 0 or is_dense:
            raise _Fault(Reason.ARCHIVE_BOMB)

    def _look_into_member(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, depth: int) -> None:
        with archive.open(member) as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                return
            if depth == _MAX_DEPTH:
                raise _Fault(Reason.ARCHIVE_BOMB)
            self.look_into(_MAGIC + file.read(member.file_size), depth + 1)
