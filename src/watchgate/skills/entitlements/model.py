"""When is somebody entitled to a skill? By the first of these that speaks of them:

blocked     they are blocked                                       not entitled
granted     it is granted to them, until then                      entitled
archetype   a group of theirs is one of the skill's archetypes     entitled
open        the skill names no archetype                           entitled
none        nothing of this                                        not entitled
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from watchgate.kernel.content import Content


class Because(StrEnum):
    BLOCKED = "blocked"
    GRANTED = "granted"
    ARCHETYPE = "archetype"
    OPEN = "open"
    NONE = "none"


class Exceptional(StrEnum):
    """What is said of one person and one skill."""

    GRANT = "grant"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Group:
    """A group of the directory; `archetypes`: what it is, for skills."""

    group_id: str
    name: str
    source: str
    members: int
    archetypes: tuple[str, ...]
    read_at: datetime


@dataclass(frozen=True, slots=True)
class SkillException:
    """`until` None: until it is taken back."""

    skill_id: str
    user_id: str
    kind: Exceptional
    reason: Content
    until: datetime | None
    made_at: datetime
    made_by: str

    def holds(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Effective:
    """A skill, and why somebody is or is not entitled to it; `groups`: names, where a group is the reason."""

    skill_id: str
    is_entitled: bool
    because: Because
    groups: tuple[str, ...] = ()
    until: datetime | None = None


def judge(
    skill_id: str,
    archetypes: frozenset[str],
    groups: Mapping[str, frozenset[str]],
    said: SkillException | None,
    now: datetime,
) -> Effective:
    """*groups*: names of the person's groups → the archetypes that each is."""
    if said is not None and said.holds(now):
        if said.kind is Exceptional.BLOCK:
            return Effective(skill_id, is_entitled=False, because=Because.BLOCKED, until=said.until)
        return Effective(skill_id, is_entitled=True, because=Because.GRANTED, until=said.until)
    if not archetypes:
        return Effective(skill_id, is_entitled=True, because=Because.OPEN)
    by = tuple(sorted(name for name, what in groups.items() if what & archetypes))
    because = Because.ARCHETYPE if by else Because.NONE
    return Effective(skill_id, is_entitled=bool(by), because=because, groups=by)
