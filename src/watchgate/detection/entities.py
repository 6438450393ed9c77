"""What can be found, and by which names do people ask for it?

Names are Presidio's where Presidio has one. Short names (EMAIL, SSN, …) are aliases, in any case.
"""

import difflib

from watchgate.detection import rooms
from watchgate.detection.entity import Entity
from watchgate.detection.tagger import registry as tagger


class UnknownEntity(ValueError):
    """Nobody looks for an entity of this name. `nearest` is the known name most like it, if any is."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(f"There is no entity {name}.{hint}")


ENTITIES: dict[str, Entity] = {entity.name: entity for entity in rooms.ENTITIES}

BY_DEFAULT = frozenset(name for name, entity in ENTITIES.items() if entity.by_default)
"""What is looked for when nobody says what."""

TAGGED = frozenset(entity.name for entity in tagger.ENTITIES)
"""What only the model for names finds."""

_ALIASES = {
    **{name: name for name in ENTITIES},
    **{entity.label: entity.name for entity in ENTITIES.values()},
    "CARD": "CREDIT_CARD",
    "IPV4": "IP_ADDRESS",
    "IPV6": "IP_ADDRESS",
}


def resolve(name: str) -> str:
    """The entity that *name* (a name, a short name or an alias, in any case) means. Raises `UnknownEntity`."""
    wanted = name.strip().upper().replace("-", "_").replace(" ", "_")
    if wanted in _ALIASES:
        return _ALIASES[wanted]
    nearest = difflib.get_close_matches(wanted, _ALIASES, n=1, cutoff=0.5)
    raise UnknownEntity(name, nearest[0] if nearest else None)
