"""What do the words before a number say about it?

The nearest phrase that speaks for a kind of number counts. A word that announces something else contradicts it when it stands
right before the number, and casts doubt when it stands nearer than the phrase. In `BSN 111222333, passport 483920175` the
first phrase has had its number: with a nearer phrase after it, it says little about the second.
"""

from collections.abc import Iterable

import msgspec

from watchgate.detection.context import CONTRADICTION, DOUBT, SUPPORT
from watchgate.detection.countries.pack import ANY_COUNTRY
from watchgate.detection.model import Evidence

_OF_COUNTRY = Evidence("the country is named before it", 0.05, "context")
_SPENT = 0.15


class Announcement(msgspec.Struct, frozen=True):
    """A phrase that stands before a number. It means no entity when it is a word that announces something else.

    `is_next`: nothing but fillers stand between it and the number.
    """

    phrase: str
    start: int
    end: int
    entities: frozenset[str]
    with_country: dict[str, str]
    is_next: bool

    def evidence(self, weight: float) -> Evidence:
        return Evidence(f"the words “{self.phrase}” before it", weight, "context", self.start, self.end)


class Before(msgspec.Struct, frozen=True):
    """What the words before a number say. A phrase before `spent_before` has had its number."""

    announcements: list[Announcement]
    countries: frozenset[str]
    spent_before: int

    def entities(self) -> Iterable[str]:
        """All that the words may announce."""
        announced = set[str]().union(*(one.entities for one in self.announcements))
        if self.countries:
            announced.update(
                entity
                for one in self.announcements
                for entity, country in one.with_country.items()
                if country in self.countries
            )
        return announced

    def about(self, entity: str, country: str) -> tuple[Evidence, ...]:
        """What they add to the belief that the number is an *entity* of *country*."""
        doubt: tuple[Evidence, ...] = ()
        for one in self.announcements:
            if self._speaks_for(one, entity, country):
                support = one.evidence(_SPENT if one.start < self.spent_before else SUPPORT)
                return (support, _OF_COUNTRY, *doubt) if country in self.countries else (support, *doubt)
            if not one.entities and not one.with_country:
                if one.is_next:
                    return (one.evidence(CONTRADICTION),)
                doubt = (one.evidence(DOUBT),)
        return ()

    def _speaks_for(self, one: Announcement, entity: str, country: str) -> bool:
        """A phrase that many countries share speaks for those that are named, and only else for whom it suffices."""
        if country in self.countries:
            return entity in one.entities or entity in one.with_country
        return entity in one.entities and (
            country == ANY_COUNTRY or self.countries.isdisjoint(one.with_country.values())
        )


NOTHING_SAID = Before([], frozenset(), 0)
