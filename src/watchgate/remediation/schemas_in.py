"""What does a program send to plan and decide? Strict: what is not known here is refused."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from watchgate.catalog.schemas import Id
from watchgate.findings.model import AssetKind, FindingFilter
from watchgate.findings.service import entity_named
from watchgate.kernel.content import Content
from watchgate.remediation.errors import NotPlannable
from watchgate.remediation.model import Action, Kind, Target
from watchgate.remediation.proposal import Assets, Naming, OfPerson, Proposal, Query

MAX_TARGETS = 10_000
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=2000, pattern=r"^[^\x00]+$")
]
"""What people write: a reason, a comment."""


Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2200, 1, 1, tzinfo=UTC))
]
"""A time that findings can have; beyond, calendars end."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class TargetIn(_Strict):
    """One object. `owner_id`: whose it is, where the catalogue does not know (library files, memories, canvases, …).

    `parent_id`: what a memory (its context), a GPT's or a project's file belongs to.
    """

    kind: Kind
    id: Id
    owner_id: Id | None = None
    parent_id: Id | None = None


class QueryIn(_Strict):
    """Which findings? As `GET /api/v1/findings` takes it; `from` is included, `to` is not."""

    entity: Id | None = None
    person: Id | None = Field(default=None, description="A user's id or e-mail address.")
    asset_kind: AssetKind | None = None
    conversation_id: Id | None = None
    min_score: Annotated[float, Field(ge=0, le=1)] | None = None
    since: Moment | None = Field(default=None, alias="from")
    until: Moment | None = Field(default=None, alias="to")


class PlanIn(_Strict):
    """Exactly one of `targets`, `query` and `person` names the objects. `also_upstream`: when redacting, delete at OpenAI too."""

    workspace_id: UUID
    action: Action
    reason: Words
    targets: Annotated[list[TargetIn], Field(min_length=1, max_length=MAX_TARGETS)] | None = None
    query: QueryIn | None = None
    person: Id | None = Field(
        default=None, description="A user's id or e-mail address: everything of this person."
    )
    also_upstream: bool = False

    def as_proposal(self) -> Proposal:
        """Raises NotPlannable when it names objects in no way, or in several."""
        return Proposal(
            self.workspace_id,
            self.action,
            self._naming(),
            Content(self.reason),
            also_upstream=self.also_upstream,
        )

    def _naming(self) -> Naming:
        match self.targets, self.query, self.person:
            case list() as targets, None, None:
                return Assets([Target(one.kind, one.id, one.owner_id, one.parent_id) for one in targets])
            case None, QueryIn() as query, None if query == QueryIn():
                raise NotPlannable("A query without any condition would be everything. Say which findings.")
            case None, QueryIn() as query, None:
                return Query(filter_of(self.workspace_id, query))
            case None, None, str() as person:
                return OfPerson(person)
            case _:
                raise NotPlannable("Name the objects in one way: `targets`, `query` or `person`.")


class CommentIn(_Strict):
    """A comment."""

    text: Words


class DecisionIn(_Strict):
    """With a comment, or without."""

    comment: Words | None = None


class RejectionIn(_Strict):
    """With a comment: who asked should know why."""

    comment: Words


class EmergencyIn(_Strict):
    """Why it cannot wait for a second person."""

    reason: Words


def content_of(words: str | None) -> Content | None:
    return Content(words) if words is not None else None


def filter_of(workspace_id: UUID, query: QueryIn) -> FindingFilter:
    """The findings that a query of the API means."""
    return FindingFilter(
        workspace_id,
        entity_named(query.entity) if query.entity is not None else None,
        query.person,
        query.asset_kind,
        query.conversation_id,
        query.min_score,
        query.since,
        query.until,
    )
