"""Which groups has the workspace, and since when is who in them? Three to begin with, drawn from the seed, and what a test had made."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from watchgate.kernel.errors import UserError
from watchgate.simulator.population.identifiers import drawn_uuid
from watchgate.simulator.population.model import Person

SOURCES = ("manual", "scim")
_USUAL = (("Engineering", "manual"), ("Finance", "scim"), ("Support", "manual"))
_EARLIER_S = 90 * 86_400
_MOST_NAME = 200


@dataclass(slots=True)
class Group:
    """`members`: from the id of a person to when they joined, the first first. Groups of SCIM are managed elsewhere."""

    id: str
    name: str
    created_at: float
    source: str
    members: dict[str, float] = field(default_factory=dict)

    def replace_members(self, user_ids: Sequence[str], now: float) -> None:
        """Who stays keeps the time of joining."""
        stay = {each: since for each, since in self.members.items() if each in user_ids}
        self.members = stay | {each: now for each in user_ids if each not in stay}


class Groups:
    """By id, in the order in which they were created. `luck`, from the seed alone, gives them their ids."""

    def __init__(self, seed: int, people: Sequence[Person], begun: float) -> None:
        self.luck = random.Random(f"watchgate:groups:{seed}")  # noqa: S311 - must be repeatable, guards nothing
        self._by_id: dict[str, Group] = {}
        for place, (name, source) in enumerate(_USUAL):
            made = self.make(name, source, begun - _EARLIER_S + place)
            made.members = {each.user_id: made.created_at for each in people if self.luck.random() < 0.4}

    def __iter__(self) -> Iterator[Group]:
        return iter(tuple(self._by_id.values()))

    def find(self, group_id: str) -> Group | None:
        return self._by_id.get(group_id)

    def make(self, name: str, source: str, now: float) -> Group:
        """Raises UserError."""
        check_name(name)
        if source not in SOURCES:
            raise UserError(f"source must be {' or '.join(SOURCES)}, not {source!r}.")
        made = Group(drawn_uuid(self.luck), name, now, source)
        self._by_id[made.id] = made
        return made

    def remove(self, group: Group) -> None:
        del self._by_id[group.id]

    def of(self, user_id: str) -> list[Group]:
        """The groups that somebody is in, the one first that they joined first."""
        return sorted(
            (each for each in self if user_id in each.members), key=lambda each: each.members[user_id]
        )


def check_name(name: str) -> None:
    """Raises UserError."""
    if not 0 < len(name.strip()) <= _MOST_NAME:
        raise UserError(f"The name of a group has from 1 to {_MOST_NAME} characters.")
