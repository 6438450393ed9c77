"""How does one run of the month go? Who, what, when, for how long, what it took: drawn in one go."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.skill_runs.run import INPUT_MICROUSD, OUTPUT_MICROUSD
from watchgate.simulator.skill_runs.sightings.cast import Cast, Person, Skill

T = TypeVar("T")
MODELS = (("gpt-5-5", "gpt-5.5"), ("gpt-5-5-thinking", "gpt-5.5"), ("gpt-5-mini", "gpt-5-mini"))
"""As logs name them, as costs do."""
_LATEST_BEGIN_US = 3_480_000_000
_FAILING = 0.03
_MAY_FAIL = ("gpt", "agent", "api")
"""A skill of the workspace is named with the answer: without one nobody would know of the run."""
_STRANGE = 0.05
_SURFACES = (("gpt", 0.58), ("skill", 0.73), ("agent", 0.85), ("api", 0.97))
"""What is beyond is a chat without any skill."""


@dataclass(frozen=True, slots=True)
class UsedOnce:
    """`skill` None: a chat with none. `begins_us`, `turns_us`: after the hour. Nothing crosses the hour's end."""

    skill: Skill | None
    person: Person
    key: str
    begins_us: int
    turns_us: tuple[int, ...]
    """When each answer came; the first turn begins with the run, the others two seconds before their answer."""
    has_failed: bool
    conversation_id: str
    run_id: str
    model: int
    tokens: tuple[int, int]

    @property
    def microusd(self) -> int:
        return self.tokens[0] * INPUT_MICROUSD + self.tokens[1] * OUTPUT_MICROUSD

    @property
    def ends_us(self) -> int:
        return self.turns_us[-1]

    @property
    def is_api(self) -> bool:
        return self.skill is not None and self.skill.surface == "api"


def used_once(luck: random.Random, cast: Cast) -> UsedOnce:
    rolled = luck.random()
    surface = next((name for name, below in _SURFACES if rolled < below), "")
    skill = _skill(luck, cast, surface) if surface else None
    begins = int(luck.random() * _LATEST_BEGIN_US)
    answered = begins + 1_500_000 + int(luck.random() * 25_000_000)
    turns: tuple[int, ...] = (answered,)
    if surface in ("gpt", "skill") and luck.random() < 0.2:
        turns = (answered, answered + 5_000_000 + int(luck.random() * 60_000_000))
    return UsedOnce(
        skill,
        _often(luck, cast.people),
        _often(luck, cast.keys),
        begins,
        turns,
        surface in _MAY_FAIL and luck.random() < _FAILING,
        _conversation_id(luck, surface),
        drawn_uuid(luck) if surface == "agent" else "",
        int(luck.random() * len(MODELS)),
        (300 + int(luck.random() * 4_000), 50 + int(luck.random() * 1_500)),
    )


def _conversation_id(luck: random.Random, surface: str) -> str:
    """None for the API, and for every third run of an agent."""
    has_none = surface == "api" or (surface == "agent" and luck.random() < 1 / 3)
    return "" if has_none else drawn_uuid(luck)


def _skill(luck: random.Random, cast: Cast, surface: str) -> Skill:
    is_strange = surface == "gpt" and luck.random() < _STRANGE
    return _often(luck, cast.strangers if is_strange else cast.skills[surface])


def _often(luck: random.Random, things: Sequence[T]) -> T:
    """One of *things*, the first ones more often than the last."""
    return things[int(luck.random() ** 1.7 * len(things))]
