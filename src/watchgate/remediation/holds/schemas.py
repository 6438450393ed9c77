"""How do holds look on the wire? Strict on the way in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from watchgate.catalog.schemas import Id
from watchgate.kernel.content import Content
from watchgate.remediation.holds.model import Hold, HoldRefused, On, Subject
from watchgate.remediation.query_json import query_as_json
from watchgate.remediation.schemas_in import QueryIn, Words, filter_of


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class HoldIn(_Strict):
    """Exactly one of `person`, `conversation_id` and `query` says what is held."""

    workspace_id: UUID
    reason: Words
    case: Words | None = Field(default=None, description="The case or file it is for.")
    person: Id | None = Field(
        default=None, description="A user's id or e-mail address: everything of this person."
    )
    conversation_id: Id | None = None
    query: QueryIn | None = None

    def as_subject(self) -> Subject:
        """Raises HoldRefused when nothing is named, or too much."""
        match self.person, self.conversation_id, self.query:
            case str() as person, None, None:
                return Subject(On.PERSON, Content(person))
            case None, str() as conversation, None:
                return Subject(On.CONVERSATION, Content(conversation))
            case None, None, QueryIn() as query:
                return Subject(On.QUERY, query=query_as_json(filter_of(self.workspace_id, query)))
            case _:
                raise HoldRefused("Exactly one of `person`, `conversation_id` and `query` says what is held.")


class ReleaseIn(_Strict):
    """Why it is needed no longer."""

    reason: Words


class HoldOut(BaseModel):
    """`on`: person, conversation or query; `named`: whom or which; texts are null when the workspace was removed."""

    id: str
    workspace_id: UUID
    on: On
    named: str | None
    query: dict[str, Any] | None
    reason: str | None
    case: str | None
    placed_at: datetime
    placed_by: str
    placed_by_name: str
    in_force: bool
    released_at: datetime | None
    released_by_name: str | None
    release_reason: str | None


def hold_out(hold: Hold) -> HoldOut:
    subject = hold.subject
    return HoldOut(
        id=hold.id,
        workspace_id=hold.workspace_id,
        on=hold.on,
        named=subject.named.reveal() if subject and subject.named else None,
        query=dict(subject.query) if subject and subject.query else None,
        reason=_text(hold.reason),
        case=_text(hold.case),
        placed_at=hold.placed_at,
        placed_by=hold.placed_by,
        placed_by_name=hold.placed_by_name,
        in_force=hold.is_in_force,
        released_at=hold.released_at,
        released_by_name=hold.released_by_name,
        release_reason=_text(hold.release_reason),
    )


def _text(content: Content | None) -> str | None:
    return content.reveal() if content else None
