"""With whom is a GPT or a project shared by name? Up to three people, drawn from its id alone."""

import random
from collections.abc import Sequence

from watchgate.simulator.population.model import Person
from watchgate.simulator.reply import JsonObject

_MOST = 3


def recipients_of(object_id: str, owner_id: str, people: Sequence[Person]) -> list[Person]:
    """Ascending by id; never the owner."""
    luck = random.Random(f"watchgate:recipients:{object_id}")  # noqa: S311 - must be repeatable, guards nothing
    others = [each for each in people if each.user_id != owner_id]
    drawn = luck.sample(others, k=min(len(others), luck.randrange(_MOST + 1)))
    return sorted(drawn, key=lambda each: each.user_id)


def as_shared(person: Person, kind: str) -> JsonObject:
    """As the GPT or project itself names them."""
    return {
        "object": f"compliance.workspace.{kind}.shared_user",
        "id": person.user_id,
        "email": person.email,
        "permissions": {
            "object": f"compliance.workspace.{kind}.permissions",
            "can_read": True,
            "can_view_config": False,
            "can_write": False,
        },
    }
