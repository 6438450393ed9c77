"""Which of many patterns occur in these bytes at all? One pass answers for all of them.

Hyperscan is asked only *whether* a pattern occurs, not where: it may be asked about hundreds at memory speed, most texts hold
none, and Python's own expressions then find the place in code points, so offsets never need to be mapped.
Where Hyperscan cannot be installed, Python's expressions answer this as well: the same, a hundred times slower.
"""

import re
import threading
from collections.abc import Sequence
from typing import Protocol

from watchgate.detection import compiled_patterns


class Pass(Protocol):
    """Compiled patterns. Thread-safe."""

    def occurring(self, data: bytes) -> list[int]:
        """The numbers of the patterns that occur in *data*, each once."""
        ...


def one_pass(patterns: Sequence[str | bytes]) -> Pass:
    """The fastest pass that this machine has."""
    expressions = [pattern.encode() if isinstance(pattern, str) else pattern for pattern in patterns]
    return HyperscanPass(expressions) if compiled_patterns.HAS_HYPERSCAN else PythonPass(expressions)


class HyperscanPass:
    """Each thread scans with scratch memory of its own."""

    def __init__(self, expressions: Sequence[bytes]) -> None:
        self._database = compiled_patterns.database(expressions)
        self._of_thread = threading.local()

    def occurring(self, data: bytes) -> list[int]:
        try:
            scratch = self._of_thread.scratch
        except AttributeError:
            scratch = self._of_thread.scratch = compiled_patterns.scratch(self._database)
        numbers: list[int] = []
        self._database.scan(data, match_event_handler=_note, context=numbers, scratch=scratch)
        return numbers


class PythonPass:
    """One search for each pattern."""

    def __init__(self, expressions: Sequence[bytes]) -> None:
        self._expressions = [re.compile(expression, re.DOTALL) for expression in expressions]

    def occurring(self, data: bytes) -> list[int]:
        return [number for number, pattern in enumerate(self._expressions) if pattern.search(data)]


def _note(number: int, _start: int, _end: int, _flags: int, numbers: list[int]) -> None:
    numbers.append(number)
