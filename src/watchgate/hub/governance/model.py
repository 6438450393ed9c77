"""What is a governance event?"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    RECORD_MISSING = "record_missing"
    """A run of a skill whose records are required, and none within its window: refused, or not emitted."""


@dataclass(frozen=True, slots=True)
class GovernanceEvent:
    """`closed_at`: when the record came after all; None while it has not. `workspace_id` None: the run belongs to no workspace."""

    id: str
    kind: Kind
    skill_id: str
    version: str
    workspace_id: UUID | None
    conversation_id: str | None
    person: str | None
    run_at: datetime
    opened_at: datetime
    closed_at: datetime | None
