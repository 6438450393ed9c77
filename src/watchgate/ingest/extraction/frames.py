"""How do the extractor and its process talk? Frames with their length before them, on the process's own input and output."""

from typing import BinaryIO

import msgspec

LENGTH_BYTES = 4


class Hello(msgspec.Struct, array_like=True, frozen=True):
    """The process is ready. `is_isolated`: the kernel keeps it from opening sockets and starting programs."""

    is_isolated: bool


class Reply(msgspec.Struct, array_like=True, frozen=True):
    """`text`: in UTF-8, or None with a `reason`."""

    mime: str | None
    text: bytes | None
    reason: str | None
    gaps: list[str]


def framed(body: bytes) -> bytes:
    """*body* with its length before it."""
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def read_frame(pipe: BinaryIO) -> bytes | None:
    """The next frame. None when the other side is gone."""
    head = pipe.read(LENGTH_BYTES)
    body = pipe.read(int.from_bytes(head, "big"))
    is_whole = len(head) == LENGTH_BYTES and len(body) == int.from_bytes(head, "big")
    return body if is_whole else None
