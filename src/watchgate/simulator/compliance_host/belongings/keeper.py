"""Which objects are there beside the office's conversations and files? So many of each kind, and what a test had made."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from watchgate.kernel.errors import UserError
from watchgate.simulator.population.model import Belonging, Population

USUAL = (
    "memory",
    "canvas",
    "recording",
    "automation",
    "skill",
    "agent",
    "library_file",
    "codex_task",
    "codex_environment",
)
"""What every office has some of."""
FURTHER = ("conversation", "file", "gpt", "project")
"""What the office has anyway, and more of when a test says so."""
_MOST_MADE = 100_000


class Keeper:
    """Objects by kind and id. Nothing leaves it: what was deleted is only no longer shown."""

    def __init__(self, population: Population, of_each: int) -> None:
        self._population = population
        self._made: Counter[str] = Counter()
        self._by_id: dict[str, dict[str, Belonging]] = {kind: {} for kind in USUAL + FURTHER}
        self._owner_of_conversation: dict[str, str] = {}
        for kind in USUAL:
            self._add(kind, of_each, None)

    def all(self, kind: str) -> Iterator[Belonging]:
        """Gone or not, in the order in which they were made up."""
        return iter(self._by_id[kind].values())

    def find(self, kind: str, object_id: str) -> Belonging | None:
        return self._by_id[kind].get(object_id)

    def put(self, thing: Belonging) -> None:
        """Keep *thing*, in place of the one with its id if there is one."""
        self._by_id[thing.kind][thing.id] = thing

    def owner_of_conversation(self, conversation_id: str) -> str | None:
        """Whose it is; None for one that was not made here."""
        return self._owner_of_conversation.get(conversation_id)

    def make(self, kind: str, count: int, now: datetime) -> list[Belonging]:
        """*count* more of *kind*, made *now*. Raises UserError for a kind or a count that cannot be."""
        if kind not in self._by_id:
            raise UserError(f"There is no kind {kind!r}; there are {', '.join(self._by_id)}.")
        if not 0 <= count <= _MOST_MADE:
            raise UserError(f"The number of {kind} must be from 0 to {_MOST_MADE}, not {count}.")
        return self._add(kind, count, now)

    def _add(self, kind: str, count: int, made_at: datetime | None) -> list[Belonging]:
        numbers = range(self._made[kind], self._made[kind] + count)
        made = [self._population.belonging(kind, number, made_at) for number in numbers]
        self._made[kind] += count
        self._by_id[kind] |= {each.id: each for each in made}
        if kind in ("conversation", "file"):
            talks = {each.parent_id or each.id: each.owner_id for each in made}
            self._owner_of_conversation |= talks
        return made
