"""How do weights become a small file? Scaled to whole numbers of a byte, without the buckets that say next to nothing."""

import json
import struct

import numpy as np
from numpy.typing import NDArray

from tools.train.tagger.example import KINDS
from watchgate.detection.tagger.model import MAGIC

LARGEST = 127
IMPOSSIBLE = -32768
SCALE = 16
"""What one step of the perceptron is worth in the file."""
KEPT_FROM = 1.5
"""A bucket none of whose weights is larger, in steps, is left out."""


def packed(
    weights: NDArray[np.float32],
    moves: NDArray[np.float32],
    allowed: NDArray[np.uint8],
    words: dict[int, int],
) -> bytes:
    """The model's file: see `watchgate/detection/tagger/model.py`."""
    largest = np.abs(weights).max(axis=1)
    kept = largest >= KEPT_FROM
    doubled = np.maximum(0, np.ceil(np.log2(largest[kept] * SCALE / LARGEST))).astype(np.int8)
    rows = np.round(weights[kept] * SCALE / np.exp2(doubled)[:, None]).astype(np.int8)
    bits = np.packbits(kept, bitorder="little").tobytes()
    steps = np.where(
        allowed.astype(bool), np.clip(np.round(moves * SCALE), -32000, 32000), IMPOSSIBLE
    ).astype("<i2")
    hashes = sorted(words)
    parts = [
        np.array(hashes, dtype="<u4").tobytes(),
        bytes(words[one] for one in hashes),
        bits,
        np.concatenate([rows, doubled[:, None]], axis=1).tobytes(),
        steps.tobytes(),
    ]
    head = json.dumps({"kinds": KINDS, "scale": SCALE, "sizes": [len(part) for part in parts]}).encode()
    return MAGIC + struct.pack("<I", len(head)) + head + b"".join(parts)
