"""What does somebody need at hand who writes a piece of text? The draft, luck, and the words and values of the language."""

import random
from dataclasses import dataclass

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.draft import Draft
from watchgate.simulator.population.giving import Giving, Regular
from watchgate.simulator.population.lexicon import Lexicon, Shelf


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes at the end of `draft`."""

    draft: Draft
    luck: random.Random
    lexicon: Lexicon
    giving: Giving
    shelf: Shelf

    def add(self, text: str) -> None:
        """Harmless text."""
        self.draft.add(text)

    def plant(self, entity: str) -> None:
        """A value of *entity*."""
        self.draft.plant(entity, self.giving.value(self.luck, entity))

    def plant_after(self, label: str, entity: str) -> None:
        """`label`, then a value of *entity*."""
        self.draft.add(label)
        self.plant(entity)

    def name(self, person: Regular) -> None:
        self.draft.plant("PERSON", person.name)

    def email(self, person: Regular) -> None:
        self.draft.plant("EMAIL_ADDRESS", person.email)

    def phone(self, person: Regular) -> None:
        self.draft.plant("PHONE_NUMBER", person.phone)

    def person(self) -> Regular:
        return self.giving.person(self.luck)

    def statement(self) -> str:
        return pick(self.luck, pick(self.luck, self.shelf.statements))

    def question(self) -> str:
        return pick(self.luck, self.shelf.questions)

    def title(self) -> str:
        return pick(self.luck, self.shelf.titles)

    def company(self) -> str:
        return pick(self.luck, self.lexicon.names.companies)

    def number(self, low: int, high: int) -> int:
        """An integer in [low, high)."""
        return low + int(self.luck.random() * (high - low))
