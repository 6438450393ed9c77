"""How do governance events look in the API?"""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from watchgate.hub.governance.model import GovernanceEvent, Kind


class GovernanceOut(BaseModel):
    """`closed_at`: when the record came after all."""

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


def event_out(event: GovernanceEvent) -> GovernanceOut:
    return GovernanceOut(**{name: getattr(event, name) for name in GovernanceOut.model_fields})
