"""Which of many patterns occur in these bytes at all? One Hyperscan pass answers for all of them.

Hyperscan is asked only *whether* a pattern occurs, not where: it may be asked about hundreds at memory speed, most texts hold
none, and Python's own expressions then find the place in code points, so offsets never need to be mapped.
"""

import threading
from collections.abc import Sequence
from typing import Any

import hyperscan

_FLAGS = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL


class OnePass:
    """Compiled patterns. Thread-safe: each thread scans with scratch memory of its own."""

    def __init__(self, patterns: Sequence[str | bytes]) -> None:
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[pattern.encode() if isinstance(pattern, str) else pattern for pattern in patterns],
            ids=list(range(len(patterns))),
            elements=len(patterns),
            flags=[_FLAGS] * len(patterns),
        )
        self._of_thread = threading.local()

    def occurring(self, data: bytes) -> list[int]:
        """The numbers of the patterns that occur in *data*, each once."""
        try:
            scratch = self._of_thread.scratch
        except AttributeError:
            scratch = self._of_thread.scratch = hyperscan.Scratch(self._database)
        numbers: list[int] = []
        self._database.scan(data, match_event_handler=_note, context=numbers, scratch=scratch)
        return numbers


def _note(number: int, _start: int, _end: int, _flags: int, numbers: Any) -> None:  # noqa: ANN401 -- Hyperscan hands back our own list
    numbers.append(number)
