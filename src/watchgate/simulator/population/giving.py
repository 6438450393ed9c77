"""Which value is given away this time? Often one of a customer everybody knows, so that the same value turns up in many places."""

import random
import unicodedata
from dataclasses import dataclass

from watchgate.simulator.population.chance import Stream, chance, pick
from watchgate.simulator.population.names import Names
from watchgate.simulator.population.phrases import LANGUAGES
from watchgate.simulator.population.tokens import SECRETS
from watchgate.simulator.population.values import ENTITIES, MAKERS

_DOMAINS = (
    "example.com",
    "example.org",
    "example.net",
    "mail.example.com",
    "contoso.example",
    "globex.example",
)
_REGULARS = 120
_REGULAR_SHARE = 0.4
_SEEDS_OF_A_LANGUAGE = 200
_KINDS_OF_SECRET = tuple(SECRETS)
_PLAIN_LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "\u0131": "i", "ø": "o", "æ": "ae", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Regular:
    """A customer who is mentioned again and again."""

    name: str
    email: str
    phone: str


class Giving:
    """The values of one language's speakers."""

    def __init__(self, seed: int, names: Names) -> None:
        self._names = names
        self._first = tuple(zip(names.first, map(_plain, names.first), strict=True))
        self._last = tuple(zip(names.last, map(_plain, names.last), strict=True))
        luck = chance(seed, Stream.POOL, _SEEDS_OF_A_LANGUAGE + LANGUAGES.index(names.language))
        self.regulars = tuple(self.stranger(luck) for _ in range(_REGULARS))

    def entity(self, luck: random.Random) -> str:
        """Which kind of value; for a secret, which provider's."""
        drawn = ENTITIES.drawn(luck)
        return pick(luck, _KINDS_OF_SECRET) if drawn == "SECRET" else drawn

    def value(self, luck: random.Random, entity: str) -> str:
        """A value of *entity*."""
        if entity in SECRETS:
            return SECRETS[entity](luck)
        maker = MAKERS.get(entity)
        if maker and entity != "PHONE_NUMBER":
            return maker(luck, self._names.language)
        person = self.person(luck)
        match entity:
            case "PERSON":
                return person.name
            case "EMAIL_ADDRESS":
                return person.email
            case _:
                return person.phone

    def person(self, luck: random.Random) -> Regular:
        """Somebody: a regular, or a stranger who may never be mentioned again."""
        return pick(luck, self.regulars) if luck.random() < _REGULAR_SHARE else self.stranger(luck)

    def stranger(self, luck: random.Random) -> Regular:
        """Somebody new."""
        first, plain_first = pick(luck, self._first)
        last, plain_last = pick(luck, self._last)
        local = pick(
            luck,
            (
                f"{plain_first}.{plain_last}",
                f"{plain_first[:1]}{plain_last}",
                f"{plain_last}{luck.randrange(1, 99)}",
            ),
        )
        language = self._names.language
        return Regular(
            self._names.full(first, last),
            f"{local}@{pick(luck, _DOMAINS)}",
            MAKERS["PHONE_NUMBER"](luck, language),
        )


def _plain(name: str) -> str:
    """*name* as the local part of an address would spell it."""
    folded = unicodedata.normalize("NFKD", name.translate(_PLAIN_LETTERS)).encode("ascii", "ignore").decode()
    kept = "".join(letter for letter in folded.lower() if letter.isalpha() or letter == "-").strip("-")
    return kept or f"u{sum(map(ord, name))}"
