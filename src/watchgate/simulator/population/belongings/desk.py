"""What does somebody need at hand who makes an object? Luck of its own, its owner, the owner's language, and a time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from watchgate.simulator.population.chance import pick
from watchgate.simulator.population.draft import Draft
from watchgate.simulator.population.messages import Voice
from watchgate.simulator.population.model import Person, Planted
from watchgate.simulator.population.pen import Pen
from watchgate.simulator.population.pieces.personal import write_sentence
from watchgate.simulator.population.pieces.prose import write_prose

_PLANTED_SHARE = 0.35
_HEX = "0123456789abcdef"


@dataclass(slots=True)
class Desk:
    """For one object. `planted` gathers what its texts give away."""

    luck: random.Random
    number: int
    """The how-manieth of its kind it is."""
    owner: Person
    people: Sequence[Person]
    voice: Voice
    topic: str
    made_at: datetime
    planted: list[Planted] = field(default_factory=list)

    def hex(self, prefix: str, length: int = 24) -> str:
        return prefix + "".join(self.luck.choices(_HEX, k=length))

    def title(self) -> str:
        return pick(self.luck, self.voice.lexicon.shelves[self.topic].titles)

    def sentence(self) -> str:
        """One, which sometimes gives a value away."""
        pen = self._pen()
        if self._is_planted():
            write_sentence(pen)
        else:
            pen.add(pen.statement())
        return self._written(pen)

    def prose(self, size: int) -> str:
        """About *size* characters, which sometimes give values away."""
        pen = self._pen()
        write_prose(pen, size)
        if self._is_planted():
            pen.add("\n\n")
            write_sentence(pen)
        return self._written(pen)

    def question(self) -> str:
        return self._pen().question()

    def later(self, most: timedelta) -> datetime:
        """Some time after it was made."""
        return self.made_at + most * self.luck.random()

    def _pen(self) -> Pen:
        return Pen(
            Draft(),
            self.luck,
            self.voice.lexicon,
            self.voice.giving,
            self.voice.lexicon.shelves[self.topic],
        )

    def _is_planted(self) -> bool:
        return self.luck.random() < _PLANTED_SHARE

    def _written(self, pen: Pen) -> str:
        self.planted += [Planted(value.entity, value.value, 0, 0) for value in pen.draft.planted]
        return pen.draft.text
