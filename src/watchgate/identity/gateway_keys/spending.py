"""What has each key spent? One file a month in the data folder, shared in memory by all gateway processes of the machine.

A record for each key:   id (40 bytes) │ 2 rate limits │ 31 days of (requests, input, output, spent, estimated), 64-bit numbers

Changed in place under a file lock, which costs a few microseconds, and kept by the operating system when a process is killed.
Money is counted before it is spent, at an estimate, and put right afterwards: what a crash leaves is counted too high by
the estimates of the exchanges that were going on, never too low. Only a crash of the machine itself can lose what the
operating system had not written yet (it does so within about half a minute).
"""

import mmap
import os
import struct
from datetime import datetime
from fcntl import LOCK_EX, LOCK_UN, flock
from pathlib import Path
from typing import NamedTuple, Self

from watchgate.kernel.errors import UserError

FOLDER = "spending"
DAYS = 31
ID_BYTES = 40
_RATES = struct.Struct("<2q")
_DAY = struct.Struct("<5q")
_RATES_AT = ID_BYTES
_DAYS_AT = ID_BYTES + _RATES.size
_ALL_DAYS = struct.Struct(f"<{DAYS * 5}q")
RECORD_BYTES = _DAYS_AT + _ALL_DAYS.size


class Counted(NamedTuple):
    """What is counted of a day, or is to be added to it."""

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    spent_microusd: int = 0
    estimated_microusd: int = 0


class MonthFile:
    """The spending of one calendar month (UTC), open for counting."""

    def __init__(self, data_dir: Path, month: str) -> None:
        """Raises UserError when the file cannot be made or is not one of ours."""
        self.month = month
        self._path = path_of(data_dir, month)
        self._places: dict[str, int] = {}
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise UserError(f"The file {self._path} cannot be opened: {error.strerror}.") from None
        with self:
            if os.fstat(self._descriptor).st_size == 0:
                self._grow_to(RECORD_BYTES)
            self._memory = self._mapped()

    def __enter__(self) -> Self:
        """`with file:` holds every other process off for a moment."""
        flock(self._descriptor, LOCK_EX)
        return self

    def __exit__(self, *_: object) -> None:
        flock(self._descriptor, LOCK_UN)

    def place(self, key_id: str) -> int:
        """Where the key's record begins; made when there is none. Not while others are held off."""
        found = self._places.get(key_id)
        if found is None:
            with self:
                found = self._places[key_id] = self._find_or_make(key_id.encode())
        return found

    def rates(self, place: int) -> tuple[int, int]:
        """The two rate limits' clocks."""
        requests, tokens = _RATES.unpack_from(self._memory, place + _RATES_AT)
        return requests, tokens

    def set_rates(self, place: int, requests: int, tokens: int) -> None:
        self._write(place + _RATES_AT, _RATES.pack(requests, tokens))

    def spent_in_month(self, place: int) -> int:
        spent: tuple[int, ...] = _ALL_DAYS.unpack_from(self._memory, place + _DAYS_AT)
        return sum(spent[3::5])

    def of_day(self, place: int, day: int) -> Counted:
        return Counted(*_DAY.unpack_from(self._memory, _place_of_day(place, day)))

    def add(self, place: int, day: int, more: Counted) -> None:
        """Add to a day, while others are held off."""
        at = _place_of_day(place, day)
        a, b, c, d, e = _DAY.unpack_from(self._memory, at)
        self._write(at, _DAY.pack(a + more[0], b + more[1], c + more[2], d + more[3], e + more[4]))

    def close(self) -> None:
        self._memory.close()
        os.close(self._descriptor)

    def _write(self, at: int, numbers: bytes) -> None:
        """In one go. `pack_into` would write zeros first, which others could see, and which a kill would leave for good."""
        self._memory[at : at + len(numbers)] = numbers

    def _mapped(self) -> mmap.mmap:
        size = os.fstat(self._descriptor).st_size
        if size % RECORD_BYTES:
            raise UserError(
                f"The file {self._path} is damaged: its size does not fit. Move it away; budgets of {self.month} then begin at 0."
            )
        return mmap.mmap(self._descriptor, size)

    def _find_or_make(self, name: bytes) -> int:
        if len(self._memory) != os.fstat(self._descriptor).st_size:
            self._remap()
        padded = name.ljust(ID_BYTES, b"\0")
        for place in range(0, len(self._memory), RECORD_BYTES):
            known = self._memory[place : place + ID_BYTES]
            if known == padded:
                return place
            if not known.rstrip(b"\0"):
                self._memory[place : place + ID_BYTES] = padded
                return place
        place = len(self._memory)
        self._grow_to(2 * place)
        self._remap()
        self._memory[place : place + ID_BYTES] = padded
        return place

    def _grow_to(self, size: int) -> None:
        """With space on the disk for all of it: writing into memory without such space would end the process."""
        try:
            os.posix_fallocate(self._descriptor, 0, size)
        except OSError as error:
            raise UserError(f"The file {self._path} cannot grow: {error.strerror}.") from None

    def _remap(self) -> None:
        self._memory.close()
        self._memory = self._mapped()


def path_of(data_dir: Path, month: str) -> Path:
    return data_dir / FOLDER / f"{month}.counts"


def month_of(moment: datetime) -> str:
    """`2026-11`."""
    return f"{moment:%Y-%m}"


def counted(data_dir: Path, month: str) -> dict[str, list[Counted]]:
    """By key, the 31 days of a month; empty when nothing was counted. Raises UserError when the file cannot be read."""
    path = path_of(data_dir, month)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UserError(f"The file {path} cannot be read: {error.strerror}.") from None
    found: dict[str, list[Counted]] = {}
    for place in range(0, len(data) - RECORD_BYTES + 1, RECORD_BYTES):
        name = data[place : place + ID_BYTES].rstrip(b"\0").decode("ascii", "replace")
        if name:
            numbers = _ALL_DAYS.unpack_from(data, place + _DAYS_AT)
            found[name] = [Counted(*numbers[at : at + 5]) for at in range(0, DAYS * 5, 5)]
    return found


def _place_of_day(place: int, day: int) -> int:
    return place + _DAYS_AT + (day - 1) * _DAY.size
