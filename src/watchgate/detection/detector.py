"""What is a detector? Patterns that say where it is worth looking, and a function that looks.

The patterns go into the one Hyperscan pass over every text; only a detector one of whose patterns occurs is asked to look.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from watchgate.detection.model import Finding


@dataclass(frozen=True, slots=True)
class Detector:
    """`triggers` are Hyperscan expressions over UTF-8 bytes: whatever `find` finds, one of them matches in it or before it.

    `entities` are those that `find` may find; empty when it is to be asked whatever people look for.
    """

    name: str
    triggers: tuple[str | bytes, ...]
    find: Callable[[str], Iterator[Finding]]
    entities: frozenset[str] = frozenset()

    def finds_any_of(self, wanted: frozenset[str]) -> bool:
        """Is it worth asking this detector, when these entities are wanted?"""
        return not self.entities or not self.entities.isdisjoint(wanted)
