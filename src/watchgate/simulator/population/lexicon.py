"""Which sentences can be said in a language? Templates filled once for each seed, so that a message only has to choose.

The filled sentences name companies, cities, dates and amounts, and nothing that a detector should find.
"""

import random
from dataclasses import dataclass
from itertools import zip_longest

from watchgate.simulator.population.chance import Stream, chance, pick
from watchgate.simulator.population.names import Names, draw_names
from watchgate.simulator.population.phrases import GENERAL, LANGUAGES, TOPICS, Phrases, phrases

PRODUCTS = [
    "Northwind Mail",
    "Atlas CRM",
    "Ledgerly",
    "Tidewater",
    "PixelDesk",
    "Granite Backup",
    "Orchard",
    "Signalbox",
    "Kestrel",
    "Papertrail Pro",
    "Fieldnote",
    "Harbour Cloud",
    "Lumen Reports",
    "Quillwork",
    "Beacon HR",
    "Copperline",
]
_CODE_FORMS = ("PO-####", "INC-###", "TK#####", "Q##-##", "R-####/##")
_OF_EACH_TEMPLATE = 14
_SEEDS_OF_A_LANGUAGE = 100


@dataclass(frozen=True, slots=True)
class Shelf:
    """What can be said about one topic. `statements` has a row for each template; `pace` is the mean length of one in characters."""

    titles: tuple[str, ...]
    questions: tuple[str, ...]
    statements: tuple[tuple[str, ...], ...]
    pace: float

    def some(self, luck: random.Random, count: int) -> list[str]:
        """*count* statements, none like its neighbours: the templates take turns."""
        rows = self.statements
        size = len(rows)
        at, step = int(luck.random() * size), 1 + int(luck.random() * 3)
        if size % step == 0:
            step = 1
        return [pick(luck, rows[(at + turn * step) % size]) for turn in range(count)]


@dataclass(frozen=True, slots=True)
class Carrier:
    """A sentence around a value."""

    before: str
    after: str


class Lexicon:
    """One language's filled sentences; dates lie around *year*."""

    def __init__(self, seed: int, language: str, year: int) -> None:
        self.language = language
        self._year = year
        self._templates: Phrases = phrases(language)
        number = _SEEDS_OF_A_LANGUAGE + LANGUAGES.index(language)
        self._luck = chance(seed, Stream.POOL, number)
        self.names: Names = draw_names(seed, language)
        self.cities = tuple(self._templates.words["city"])
        self.joint = "" if language == "ja" else " "
        self._general = self._rows(self._templates.topics[GENERAL].statements)
        self.shelves = {topic: self._shelf(topic) for topic in TOPICS}
        self.lines = {kind: self._filled(lines) for kind, lines in self._templates.lines.items()}
        self.carriers = {
            entity: tuple(self._carriers(sentences)) for entity, sentences in self._templates.carriers.items()
        }

    def carrier(self, luck: random.Random, entity: str) -> Carrier:
        """A sentence for a value of *entity*; where the language has none, its name and a colon."""
        carriers = self.carriers.get(entity)
        return pick(luck, carriers) if carriers else Carrier(f"{entity.replace('_', ' ')}: ", ".")

    def _shelf(self, topic: str) -> Shelf:
        templates = self._templates.topics[topic]
        own, general = self._rows(templates.statements), list(self._general)
        self._luck.shuffle(general)
        statements = tuple(row for pair in zip_longest(own * 2, general) for row in pair if row)
        pace = sum(len(row[0]) for row in statements) / len(statements) + 1
        return Shelf(self._filled(templates.titles), self._filled(templates.questions), statements, pace)

    def _filled(self, templates: list[str]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                template.format(**self._slots()) for template in templates for _ in range(_OF_EACH_TEMPLATE)
            )
        )

    def _rows(self, templates: list[str]) -> list[tuple[str, ...]]:
        return [self._filled([template]) for template in templates]

    def _carriers(self, sentences: list[str]) -> list[Carrier]:
        filled = self._filled([sentence.replace("{value}", "{{value}}") for sentence in sentences])
        return [Carrier(*sentence.split("{value}")) for sentence in filled]

    def _slots(self) -> dict[str, str]:
        luck, words = self._luck, self._templates.words
        year = str(self._year + luck.randrange(-1, 2))
        month = pick(luck, words["month"])
        day = str(luck.randrange(1, 29))
        amount = luck.randrange(1, 400) * pick(luck, (5, 10, 50, 100))
        return {
            "company": pick(luck, self.names.companies),
            "city": pick(luck, self.cities),
            "product": pick(luck, PRODUCTS),
            "team": pick(luck, words["team"]),
            "month": month,
            "y": year,
            "few": str(luck.randrange(2, 8)),
            "n": str(luck.randrange(2, 40)),
            "percent": f"{luck.randrange(3, 96)} %",
            "code": _code(luck),
            "date": pick(luck, words["date"]).format(d=day, month=month, y=year),
            "money": pick(luck, words["money"]).format(a=f"{amount:,}".replace(",", pick(luck, (" ", ".")))),
        }


def _code(luck: random.Random) -> str:
    form = pick(luck, _CODE_FORMS)
    return "".join(str(luck.randrange(10)) if letter == "#" else letter for letter in form)
