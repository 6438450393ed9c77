"""How much of a growing text can be cut off, when these entities are looked for in it?

Most values hold no blanks, or are numbers in groups: `boundaries.py` knows where those end. Names, addresses and dates go on
over blanks; the rooms that find them say where.
"""

from functools import cache

from watchgate.detection import boundaries, dates, places, tagger
from watchgate.detection.closing import ClosedUntil, agreed
from watchgate.detection.dates import registry as of_dates
from watchgate.detection.places import registry as of_places
from watchgate.detection.tagger import registry as of_tagger

_ROOMS: tuple[tuple[frozenset[str], ClosedUntil], ...] = tuple(
    (frozenset(entity.name for entity in registry.ENTITIES), closed_until)
    for registry, closed_until in (
        (of_tagger, tagger.closed_until),
        (of_places, places.closed_until),
        (of_dates, dates.closed_until),
    )
)

SPANNING = frozenset[str]().union(*(entities for entities, _ in _ROOMS))
"""Entities whose values may hold blanks between words: text waits longer for them, so they are only looked for in a stream when wanted."""


@cache
def closing_for(entities: frozenset[str]) -> ClosedUntil:
    """The function that says until where *entities* are complete; the same for the same entities."""
    closings = (
        boundaries.closed_until,
        *(closed_until for found, closed_until in _ROOMS if not found.isdisjoint(entities)),
    )

    def closed_until(text: str, start: int) -> int:
        return agreed(closings, text, start)

    return boundaries.closed_until if len(closings) == 1 else closed_until
