"""Where do random bytes come from, when every exchange needs some? From the system, fetched in bulk: a call each time would cost more than its use."""

import os
import threading

_POOL_BYTES = 4096


class _Pool(threading.local):
    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._bytes = b""
        self._used = 0

    def take(self, count: int) -> bytes:
        start, end = self._used, self._used + count
        if end > len(self._bytes):
            self._bytes = os.urandom(max(_POOL_BYTES, count))
            start, end = 0, count
        self._used = end
        return self._bytes[start:end]


_pool = _Pool()
os.register_at_fork(after_in_child=_pool.clear)


def random_bytes(count: int) -> bytes:
    """*count* bytes fit for salts and ids: each is given out once, to one thread of one process."""
    return _pool.take(count)
