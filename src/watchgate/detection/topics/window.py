"""Which concepts stand around a word?

    …150 characters before…│anchor│…to the end of its sentence or line, at most 80 characters…

So an answer that is streamed waits for a few words only, and only behind a word that counts.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from watchgate.detection.topics.hits import Hit

BEFORE = 150
AFTER = 80
_END_OF_SENTENCE = re.compile(r"[.!?…][\"')\]»”]?\s|\n")


class Window(NamedTuple):
    """The hits around *anchor*, itself included."""

    anchor: Hit
    hits: Sequence[Hit]

    @property
    def keys(self) -> frozenset[str]:
        """What differs in it. Windows with the same keys say the same."""
        return frozenset([hit.key for hit in self.hits])

    @property
    def counts(self) -> dict[str, int]:
        """Different words of each concept, at most 2."""
        counts: dict[str, int] = {}
        for key in self.keys:
            name = key.partition("/")[0]
            counts[name] = min(2, counts.get(name, 0) + 1)
        return counts


def windows(text: str, found: Sequence[Hit], since: int) -> Iterator[Window]:
    """A window around each anchor of *found* (sorted, of one topic and of what serves all) that begins at or behind *since*."""
    first = 0
    for number, anchor in enumerate(found):
        if not anchor.concept.is_anchor or anchor.start < since:
            continue
        while found[first].start < anchor.start - BEFORE:
            first += 1
        end = end_of(text, anchor.end)
        last = number + 1
        while last < len(found) and found[last].start < end:
            last += 1
        yield Window(anchor, [hit for hit in found[first:last] if hit.end <= end])


def matters_until(text: str, end: int, reach: int) -> int:
    """Up to where text matters for an anchor that ends at *end*: to the end of its sentence, or *reach* characters on."""
    found = _END_OF_SENTENCE.search(text, end, end + AFTER)
    return found.start() if found else end + reach


def end_of(text: str, end: int) -> int:
    """Where the window of an anchor that ends at *end* ends."""
    found = _END_OF_SENTENCE.search(text, end, end + AFTER)
    return found.start() if found else end + AFTER
