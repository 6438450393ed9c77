"""How is a digest kept between the process that makes it and the one that stores it? Frames in a private file, each with its length before it."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from watchgate.ingest.digest.rows import Frame

_LENGTH_BYTES = 4
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Frame)


def write_frame(file: BinaryIO, frame: Frame) -> None:
    """Append *frame*."""
    encoded = _encoder.encode(frame)
    file.write(len(encoded).to_bytes(_LENGTH_BYTES, "big"))
    file.write(encoded)


def read_frames(file: BinaryIO) -> Iterator[Frame]:
    """Every frame, one at a time. Raises EOFError when the file ends within one."""
    while head := file.read(_LENGTH_BYTES):
        length = int.from_bytes(head, "big")
        encoded = file.read(length)
        if len(head) < _LENGTH_BYTES or len(encoded) < length:
            raise EOFError("the digest ends within a frame")
        yield _decoder.decode(encoded)
