"""Which made-up names, places and addresses fill the sentences? Faker's in many languages, and the lists of the data folder."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from faker import Faker

from tools.train.tagger.lists import NATIONALITIES

LOCALES = [
    "en_US",
    "en_GB",
    "de_DE",
    "fr_FR",
    "es_ES",
    "it_IT",
    "nl_NL",
    "pl_PL",
    "sv_SE",
    "pt_BR",
    "pt_PT",
    "en_IN",
    "en_AU",
    "en_CA",
    "cs_CZ",
    "da_DK",
    "fi_FI",
    "hu_HU",
    "ro_RO",
    "tr_TR",
    "no_NO",
    "hr_HR",
    "sl_SI",
    "sk_SK",
    "lt_LT",
    "lv_LV",
    "et_EE",
    "es_MX",
    "fr_CH",
    "en_PH",
    "id_ID",
    "ru_RU",
    "uk_UA",
    "el_GR",
    "bg_BG",
]
_OFTEN = {"en_US": 10, "en_GB": 6}
_PARTICLES = ("van", "van der", "de", "von", "da", "di", "del", "bin", "al", "de la")
_INITIALS = "ABCDEFGHJKLMNPRSTW"
_KNOWN_COMPANIES = [
    "Siemens",
    "Google",
    "Microsoft",
    "Toyota",
    "Barclays",
    "BBC",
    "Reuters",
    "NASA",
    "UNESCO",
    "Amazon",
    "IKEA",
    "Unilever",
    "Nestlé",
    "Samsung",
    "Lufthansa",
    "Netflix",
    "OpenAI",
    "Volvo",
    "Pfizer",
    "Shell",
    "Interpol",
    "WHO",
    "EU",
    "FBI",
    "NATO",
    "Airbus",
    "Spotify",
    "Oracle",
    "Intel",
    "Boeing",
    "Sony",
    "Honda",
    "Philips",
    "Bayer",
    "Renault",
    "Danone",
    "Zara",
    "Adidas",
    "Uber",
]
_KINDS_OF_PRODUCT = [
    "Pro",
    "Cloud",
    "Mail",
    "Desk",
    "Hub",
    "Suite",
    "Studio",
    "Plus",
    "Connect",
    "Drive",
    "Pay",
    "Analytics",
    "Assistant",
    "Portal",
]
_KINDS_OF_COMPANY = [
    "Bank",
    "Group",
    "Ltd",
    "Systems",
    "Partners",
    "University",
    "Hospital",
    "Council",
    "Institute",
    "Foods",
    "Airlines",
    "Media",
    "School",
    "Orchestra",
    "Museum",
    "Foundation",
    "Club",
    "Motors",
    "Records",
    "Press",
    "Society",
    "Railways",
    "Insurance",
]


@dataclass(frozen=True, slots=True)
class Sources:
    """The lists to draw from."""

    cities: list[str]
    countries: list[str]
    first_names: list[str]
    surnames: list[str]


class Filler:
    """Fills the slots of sentences for one locale after the other."""

    def __init__(self, sources: Sources, chance: random.Random) -> None:
        self._sources = sources
        self._chance = chance
        self._fakers = {locale: Faker(locale) for locale in LOCALES}
        for faker in self._fakers.values():
            faker.seed_instance(chance.randrange(10**9))
        self._english = self._fakers["en_US"]
        self._faker = self._english
        self._slots: dict[str, tuple[Callable[[], str], str]] = {
            "P": (self._person, "PERSON"),
            "F": (self._first, "PERSON"),
            "L": (self._last, "PERSON"),
            "FL": (lambda: f"{self._first()} {self._last()}", "PERSON"),
            "C": (self._city, "LOCATION"),
            "K": (lambda: chance.choice(sources.countries), "LOCATION"),
            "S": (self._english.state, "LOCATION"),
            "O": (self._company, "ORGANIZATION"),
            "PR": (self._product, ""),
            "N": (lambda: chance.choice(NATIONALITIES), "NRP"),
            "A": (self._address, "STREET_ADDRESS"),
            "ST": (self._street, "STREET_ADDRESS"),
            "TEL": (self._telephone, ""),
            "M": (lambda: self._faker.email(), ""),  # noqa: PLW0108 -- the locale changes
            "NUM": (lambda: str(chance.randint(1, 99_999)), ""),
            "D": (self._date, ""),
            "T": (lambda: f"{chance.randint(0, 23)}:{chance.randint(0, 59):02}", ""),
            "W": (self._english.word, ""),
            "J": (self._english.job, ""),
            "B": (self._english.bs, ""),
            "X": (self._english.sentence, ""),
        }

    def another_locale(self, locales: tuple[str, ...] = ()) -> None:
        weights = [_OFTEN.get(locale, 2) for locale in LOCALES]
        chosen = self._chance.choice(locales) if locales else self._chance.choices(LOCALES, weights)[0]
        self._faker = self._fakers[chosen]

    def value(self, slot: str) -> tuple[str, str]:
        """(what stands there, its kind; empty when it is no name)."""
        make, kind = self._slots[slot]
        return make(), kind

    def _first(self) -> str:
        return (
            self._chance.choice(self._sources.first_names)
            if self._chance.random() < 0.25
            else self._faker.first_name()
        )

    def _last(self) -> str:
        return (
            self._chance.choice(self._sources.surnames)
            if self._chance.random() < 0.25
            else self._faker.last_name()
        )

    def _person(self) -> str:  # noqa: PLR0911 -- one return a form
        first, last, chance = self._first(), self._last(), self._chance
        form = chance.random()
        if form < 0.72:
            return f"{first} {last}"
        if form < 0.80:
            return f"{first} {chance.choice(_INITIALS)}{chance.choice(['.', ''])} {last}"
        if form < 0.84:
            return f"{first} {self._first()} {last}"
        if form < 0.87:
            return f"{first} {last}-{self._last()}"
        if form < 0.90:
            return f"{first} {chance.choice(_PARTICLES)} {last}"
        if form < 0.93:
            return f"{chance.choice(_INITIALS)}. {last}"
        return first

    def _city(self) -> str:
        return (
            self._chance.choice(self._sources.cities) if self._chance.random() < 0.6 else self._faker.city()
        )

    def _company(self) -> str:
        form = self._chance.random()
        if form < 0.55:
            return str(self._faker.company())
        if form < 0.85:
            return (
                f"{self._chance.choice([self._last, self._city])()} {self._chance.choice(_KINDS_OF_COMPANY)}"
            )
        return self._chance.choice(_KNOWN_COMPANIES)

    def _product(self) -> str:
        """No name of a person, however much it looks like one."""
        words = [str(self._english.word()) for _ in range(2)]
        form = self._chance.random()
        if form < 0.4:
            return words[0].capitalize()
        if form < 0.7:
            return f"{words[0].capitalize()} {self._chance.choice(_KINDS_OF_PRODUCT)}"
        if form < 0.85:
            return "".join(words).capitalize()
        return " ".join(word.capitalize() for word in words)

    def _address(self) -> str:
        if self._chance.random() < 0.4:
            return self._street()
        return str(self._faker.address()).replace("\n", self._chance.choice(["\n", ", "]))

    def _street(self) -> str:
        return str(self._faker.street_address()).replace("\n", " ")

    def _telephone(self) -> str:
        has_own = hasattr(self._faker.factories[0], "phone_number")
        return str((self._faker if has_own else self._english).phone_number())

    def _date(self) -> str:
        pattern = self._chance.choice(["%d %B %Y", "%Y-%m-%d", "%m/%d/%Y", "%B %d", "%d.%m.%Y"])
        return str(self._english.date(pattern=pattern))
