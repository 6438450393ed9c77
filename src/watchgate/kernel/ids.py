"""How do we name a thing? Time-ordered ids that sort by birth and cannot be guessed."""

import time

from watchgate.kernel.randomness import random_bytes


def new_id(prefix: str) -> str:
    """`prefix_` and 32 hexadecimal digits: a UUID version 7 (RFC 9562 §5.7) without dashes."""
    milliseconds = time.time_ns() // 1_000_000
    digits = random_bytes(10).hex()
    return f"{prefix}_{milliseconds:012x}7{digits[:3]}{_VARIANT[digits[3]]}{digits[4:19]}"


_VARIANT = {digit: "89ab"[number % 4] for number, digit in enumerate("0123456789abcdef")}
"""The two highest bits are 1 and 0, the other two are drawn."""
