"""Whom do the people of a country know? Names of people and companies, drawn from Faker once for each seed."""

from dataclasses import dataclass
from itertools import cycle, islice

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
_FIRST_NAMES, _LAST_NAMES, _COMPANIES = 90, 160, 60


@dataclass(frozen=True, slots=True)
class Names:
    """One language's names; each list without duplicates, in the order they were drawn."""

    language: str
    first: tuple[str, ...]
    last: tuple[str, ...]
    companies: tuple[str, ...]

    def full(self, first: str, last: str) -> str:
        """The whole name as people there write it."""
        return f"{last}{first}" if self.language == "ja" else f"{first} {last}"


def draw_names(seed: int, language: str) -> Names:
    """The names for *language*. Takes some tens of milliseconds: Faker is slow."""
    luck = chance(seed, Stream.POOL, LANGUAGES.index(language))
    fakers = [Faker(locale) for locale in _LOCALES[language]]
    for faker in fakers:
        faker.seed_instance(luck.getrandbits(63))

    def draw(method: str, count: int) -> tuple[str, ...]:
        # Each country in turn: a Faker of several locales chooses among them with luck that no seed reaches.
        turns = islice(cycle(fakers), count)
        return tuple(dict.fromkeys(str(getattr(faker, method)()) for faker in turns))

    return Names(
        language,
        first=draw("first_name", _FIRST_NAMES),
        last=draw("last_name", _LAST_NAMES),
        companies=draw("company", _COMPANIES),
    )
