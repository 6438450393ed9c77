"""What is in the model's file, and which tagger does it make?

    WGT1 │ length of the head, 32 bits │ head (JSON: kinds, scale, sizes) │ hashes of words │ their lists │ buckets │ rows │ moves

`models/tagger.md` says what it was trained on. Everything is read as it lies in the file; nothing is unpacked.
"""

import json
import struct
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, cast

from watchgate.detection.native import compiled, twin_tagger

MAGIC = b"WGT1"
FEATURES = 37
"""Hashes made of each token; the same number in `native/tagger.pxi`."""

Name = tuple[int, int, int, int]
"""(start, end, number of its kind, margin)."""


class Tags(Protocol):
    """Finds names."""

    def tag(self, text: str, bias: int) -> list[Name]: ...


class Model:
    """The model of a file, for the compiled part of detection or for its twin."""

    def __init__(self, raw: bytes, module: Any) -> None:  # noqa: ANN401 -- a compiled module has no type
        if raw[:4] != MAGIC:
            raise ValueError("this is no tagger's model")
        (size,) = struct.unpack_from("<I", raw, 4)
        head = json.loads(raw[8 : 8 + size])
        self.kinds: tuple[str, ...] = tuple(head["kinds"])
        self.scale: float = head["scale"]
        parts: list[bytes] = []
        at = 8 + size
        for length in head["sizes"]:
            parts.append(raw[at : at + length])
            at += length
        if at != len(raw):
            raise ValueError("this tagger's model is not whole")
        hashes, flags, present, rows, moves = parts
        self.words = module.Words(hashes, flags)
        self.tagger = cast("Tags", module.Tagger(self.words, present, rows, moves, 2 * len(self.kinds) + 1))


@cache
def model() -> Model:
    """The model that is shipped."""
    return Model(read(), compiled or twin_tagger)


def read() -> bytes:
    """The file."""
    return files("watchgate.detection").joinpath("models/tagger.bin").read_bytes()
