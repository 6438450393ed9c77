"""Who works in the office, and which language does each of them speak?"""

from dataclasses import dataclass
from itertools import accumulate

from watchgate.simulator.population.chance import Stream, Weighted, chance, pick
from watchgate.simulator.population.giving import Giving
from watchgate.simulator.population.identifiers import alphanumeric, drawn_uuid
from watchgate.simulator.population.model import Person
from watchgate.simulator.population.phrases import TOPICS

_LANGUAGES = Weighted.of(
    {"en": 34, "de": 20, "fr": 11, "es": 10, "it": 6, "pt": 4, "nl": 4, "pl": 4, "tr": 3, "ja": 4}
)
_DOMAIN = "acme.example"
_INACTIVE_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class Staff:
    """The people, the busiest first; `languages` and `topics` (each person's work) stand beside them."""

    workspace_id: str
    organization_id: str
    people: tuple[Person, ...]
    languages: tuple[str, ...]
    topics: tuple[str, ...]
    busy: tuple[float, ...]
    """Running totals of how much each says: for `Random.choices`."""


def hire(seed: int, count: int, voices: dict[str, Giving]) -> Staff:
    """*count* people: one owner, an admin or two, everybody else."""
    luck = chance(seed, Stream.WORKSPACE)
    workspace_id, organization_id = drawn_uuid(luck), alphanumeric(luck, "org-")
    languages = tuple(_LANGUAGES.drawn(luck) for _ in range(count))
    people: list[Person] = []
    taken: set[str] = set()
    for number, language in enumerate(languages):
        somebody = voices[language].stranger(luck)
        local = somebody.email.partition("@")[0]
        local = local if local not in taken else f"{local}{number}"
        taken.add(local)
        people.append(
            Person(
                user_id=alphanumeric(luck, "user-"),
                email=f"{local}@{_DOMAIN}",
                name=somebody.name,
                role=_role(number),
                status="inactive" if number > 2 and luck.random() < _INACTIVE_SHARE else "active",
            )
        )
    busy = tuple(accumulate(1 / (rank + 4) for rank in range(count)))
    topics = tuple(pick(luck, TOPICS) for _ in range(count))
    return Staff(workspace_id, organization_id, tuple(people), languages, topics, busy)


def _role(number: int) -> str:
    match number:
        case 0:
            return "account-owner"
        case 1 | 2:
            return "account-admin"
        case _:
            return "standard-user"
