"""How do we name a thing? Time-ordered ids that sort by birth and cannot be guessed."""

import os
import threading
import time

_RANDOM_BYTES = 10
_POOL_BYTES = 4000


class _Pool(threading.local):
    """Random bytes fetched from the system in bulk: a call for each id would cost more than the id."""

    def __init__(self) -> None:
        self._bytes = b""
        self._used = 0

    def take(self) -> bytes:
        if self._used >= len(self._bytes):
            self._bytes = os.urandom(_POOL_BYTES)
            self._used = 0
        start = self._used
        self._used += _RANDOM_BYTES
        return self._bytes[start : self._used]


_pool = _Pool()
os.register_at_fork(after_in_child=_pool.__init__)


def new_id(prefix: str) -> str:
    """`prefix_` and 32 hexadecimal digits: a UUID version 7 (RFC 9562 §5.7) without dashes."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(_pool.take())
    version_and_a = 0x7000 | (random >> 68)
    variant_and_b = 0x8000_0000_0000_0000 | (random & 0x3FFF_FFFF_FFFF_FFFF)
    return f"{prefix}_{milliseconds:012x}{version_and_a:04x}{variant_and_b:016x}"
