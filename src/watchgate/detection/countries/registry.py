"""Which identity numbers does this room find?

Two detectors share one way of looking: one for what is looked for by default, one for what is looked for only when somebody
asks, which so costs everybody else nothing.
"""

from functools import cache

from watchgate.detection.countries.find import Finder
from watchgate.detection.countries.pack import CountryPack, Identifier
from watchgate.detection.countries.packs import PACKS
from watchgate.detection.detector import Detector
from watchgate.detection.entity import Entity
from watchgate.detection.other_digits import TRIGGER
from watchgate.detection.separators import SEPARATOR_BYTES

_LONG_NUMBER = rb"[0-9](?:" + SEPARATOR_BYTES + rb"{0,3}[0-9]){5}"
_LETTERS_AND_DIGITS = rb"[0-9][A-Z]{1,7}[0-9]|[A-Z]{2}[0-9]{4}|[A-Z]{3}[0-9]{2}[A-Z]{2}"
_SHORT = rb"[0-9]{5}|[0-9]{4}[ \-]?[A-Z]{3}|[A-Z]{1,3}[ \-]?[A-Z]{0,2}[ \-]?[0-9]"


def _only(*, by_default: bool) -> tuple[CountryPack, ...]:
    return tuple(
        CountryPack(
            code=pack.code,
            country=pack.country,
            names=pack.names,
            identifiers=tuple(one for one in pack.identifiers if one.by_default is by_default),
        )
        for pack in PACKS
    )


def _detector(name: str, packs: tuple[CountryPack, ...], *triggers: bytes) -> Detector:
    entities = frozenset(one.entity for pack in packs for one in pack.identifiers)

    @cache
    def finder() -> Finder:
        """Made when it is first needed: most processes start without a number to look at."""
        return Finder(packs)

    return Detector(name, triggers, lambda text: finder().find(text), entities)


def _entity(one: Identifier) -> Entity:
    return Entity(one.entity, one.label or one.entity, one.group, one.title, by_default=one.by_default)


ENTITIES: tuple[Entity, ...] = tuple(_entity(one) for pack in PACKS for one in pack.identifiers)
DETECTORS: tuple[Detector, ...] = (
    _detector("countries", _only(by_default=True), _LONG_NUMBER, _LETTERS_AND_DIGITS, TRIGGER),
    _detector(
        "countries_on_demand", _only(by_default=False), _LONG_NUMBER, _LETTERS_AND_DIGITS, TRIGGER, _SHORT
    ),
)
