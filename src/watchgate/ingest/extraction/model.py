"""What comes of a file: its text, or the reason why there is none?"""

from enum import StrEnum

import msgspec

from watchgate.kernel.content import Content

MEBIBYTE = 1024 * 1024


class Reason(StrEnum):
    """Why something in a file could not be looked at."""

    ENCRYPTED = "encrypted"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    UNSUPPORTED_TYPE = "unsupported_type"
    DAMAGED = "damaged"
    TIMED_OUT = "timed_out"
    CRASHED = "crashed"
    OUT_OF_MEMORY = "out_of_memory"
    ARCHIVE_BOMB = "archive_bomb"
    NO_TEXT = "no_text"


class Limits(msgspec.Struct, frozen=True):
    """What one file may cost. `memory_bytes`: address space of the process, libraries and all (about 300 MB when idle)."""

    seconds: float = 60.0
    memory_bytes: int = 1024 * MEBIBYTE
    input_bytes: int = 50 * MEBIBYTE
    text_bytes: int = 10 * MEBIBYTE
    unpacked_bytes: int = 500 * MEBIBYTE
    unpacked_ratio: int = 200


class Extracted(msgspec.Struct, frozen=True):
    """The text of a file. `gaps`: why there is more in it that was not looked at (text beyond the limit, a page that is a picture)."""

    text: Content
    mime: str
    gaps: tuple[Reason, ...] = ()


class NotScanned(msgspec.Struct, frozen=True):
    """Nothing of the file could be looked at. `mime` as far as it could be told."""

    reason: Reason
    mime: str | None = None


Outcome = Extracted | NotScanned
