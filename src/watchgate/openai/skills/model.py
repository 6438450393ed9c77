"""What does `/v1/skills` show of a skill?"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PlatformSkill:
    """`name` is that of its default version. Versions are numbers, as text."""

    id: str
    name: str
    default_version: str
    latest_version: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PlatformVersion:
    """One version of a skill."""

    skill_id: str
    version: str
    created_at: datetime
