"""What can be found, and by which names do people ask for it?

Names are Presidio's where Presidio has one. Short names (EMAIL, SSN, …) are aliases, in any case.
"""

import difflib
from dataclasses import dataclass

from watchgate.detection.secrets.table import SECRETS


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of value. `label` stands in masks (`<EMAIL_1>`), `title` in sentences, `group` is `pii` or `secret`."""

    name: str
    label: str
    group: str
    title: str


class UnknownEntity(ValueError):
    """Nobody looks for an entity of this name. `nearest` is the known name most like it, if any is."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        hint = f" Did you mean {nearest}?" if nearest else ""
        super().__init__(f"There is no entity {name}.{hint}")


_PII = (
    Entity("EMAIL_ADDRESS", "EMAIL", "pii", "E-mail address"),
    Entity("PHONE_NUMBER", "PHONE", "pii", "Telephone number"),
    Entity("US_SSN", "SSN", "pii", "US social security number"),
    Entity("US_ITIN", "ITIN", "pii", "US taxpayer number (ITIN)"),
    Entity("CREDIT_CARD", "CREDIT_CARD", "pii", "Payment card number"),
    Entity("IBAN_CODE", "IBAN", "pii", "Bank account number (IBAN)"),
    Entity("IP_ADDRESS", "IP", "pii", "IP address"),
    Entity("URL", "URL", "pii", "Web address"),
    Entity("CRYPTO", "CRYPTO", "pii", "Cryptocurrency address"),
    Entity("UK_NHS", "NHS", "pii", "NHS number"),
    Entity("UK_NINO", "NINO", "pii", "UK national insurance number"),
)
_SECRETS = (Entity(kind.entity, kind.entity, "secret", kind.title) for kind in SECRETS)

ENTITIES: dict[str, Entity] = {entity.name: entity for entity in (*_PII, *_SECRETS)}

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
