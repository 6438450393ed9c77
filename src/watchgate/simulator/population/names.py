"""Whom and what do the people of a country know? Names, companies, cities and streets, drawn from Faker once for each seed."""

from collections.abc import Iterable
from dataclasses import dataclass

from watchgate.simulator.population.chance import Stream, chance
from watchgate.simulator.population.extras import MISSING
from watchgate.simulator.population.phrases import LANGUAGES

try:
    from faker import Faker
except ImportError as missing:
    raise MISSING from missing

_LOCALES = {
    "en": ("en_GB", "en_US"),
    "de": ("de_DE",),
    "fr": ("fr_FR",),
    "es": ("es_ES",),
    "it": ("it_IT",),
    "pt": ("pt_PT",),
    "nl": ("nl_NL",),
    "pl": ("pl_PL",),
    "tr": ("tr_TR",),
    "ja": ("ja_JP",),
}
_FIRST_NAMES, _LAST_NAMES, _COMPANIES, _PLACES = 90, 160, 60, 60


@dataclass(frozen=True, slots=True)
class Names:
    """One language's names; each list without duplicates, in the order they were drawn."""

    language: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    companies: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]

    def full(self, first: str, last: str) -> str:
        """The whole name as people there write it."""
        return f"{last}{first}" if self.language == "ja" else f"{first} {last}"


def draw_names(seed: int, language: str) -> Names:
    """The names for *language*. Takes some tens of milliseconds: Faker is slow."""
    faker = Faker(list(_LOCALES[language]))
    number = LANGUAGES.index(language)
    faker.seed_instance(chance(seed, Stream.POOL, number).getrandbits(63))
    return Names(
        language,
        first=_distinct(faker.first_name() for _ in range(_FIRST_NAMES)),
        last=_distinct(faker.last_name() for _ in range(_LAST_NAMES)),
        companies=_distinct(faker.company() for _ in range(_COMPANIES)),
        cities=_distinct(faker.city() for _ in range(_PLACES)),
        streets=_distinct(faker.street_address().replace("\n", ", ") for _ in range(_PLACES)),
    )


def _distinct(drawn: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(drawn))
