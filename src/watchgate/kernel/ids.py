"""How do we name a thing? Time-ordered ids that sort by birth and cannot be guessed."""

import time

from watchgate.kernel.randomness import random_bytes


def new_id(prefix: str) -> str:
    """`prefix_` and 32 hexadecimal digits: a UUID version 7 (RFC 9562 §5.7) without dashes."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(random_bytes(10))
    version_and_a = 0x7000 | (random >> 68)
    variant_and_b = 0x8000_0000_0000_0000 | (random & 0x3FFF_FFFF_FFFF_FFFF)
    return f"{prefix}_{milliseconds:012x}{version_and_a:04x}{variant_and_b:016x}"
