"""What is an entity: a kind of value that can be found?"""

from dataclasses import dataclass
from typing import Literal

Group = Literal["pii", "phi", "secret"]
"""Personal data; personal data about health; what opens doors."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of value. `label` stands in masks (`<EMAIL_1>`), `title` in sentences. Off by default: looked for only when named."""

    name: str
    label: str
    group: Group
    title: str
    by_default: bool = True
