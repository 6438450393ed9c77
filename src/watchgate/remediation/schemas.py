"""How do requests look on the wire?"""

from dataclasses import asdict
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from watchgate.remediation.model import Action, Kind, ObjectState, Origin, RequestState
from watchgate.remediation.reading import Shown
from watchgate.remediation.request import Comment, RequestObject


class PersonPlanOut(BaseModel):
    """Whom it is about. `not_looked`: kinds of objects that OpenAI could not be asked about, and why; they are not in the plan."""

    user_ids: list[str]
    not_looked: dict[Kind, str]


class PlanOut(BaseModel):
    """The sums of the dry-run, as it was made.

    `counts`: rows of our own copy; `looked_at`: how many objects OpenAI was asked about; `left_out`: findings that stand in
    nothing that can be acted on; `key_refuses`: why the workspace's key cannot do it, and what to ask for;
    `expected_seconds` is null when nobody can say.
    """

    objects: int
    by_kind: dict[Kind, int]
    findings: int
    by_entity: dict[str, int]
    counts: dict[str, int]
    left_out: int
    last_at: datetime | None = Field(
        description="When the newest of the objects was last written to, if known of all."
    )
    held: int
    holds: list[str]
    looked_at: int
    presence: dict[str, int]
    key_refuses: str | None
    per_minute: int | None
    per_hour: int | None
    expected_seconds: int | None
    warnings: list[str]
    person: PersonPlanOut | None = None


class ErasureOut(BaseModel):
    """The erasure of the person: `waiting` until every object is settled, then `erasing`, at last `erased` or `stopped` (`note` says why).

    `rows`: what of our own went beside the objects, and how many.
    """

    state: Literal["waiting", "erasing", "erased", "stopped"]
    rows: dict[str, int]
    begun_at: datetime | None
    finished_at: datetime | None


class RequestOut(BaseModel):
    """`objects`: state → how many. `reason` is null when the workspace was removed.

    `expires_at`: until then the plan has to be requested, the request decided, what was approved begun.
    """

    id: str
    workspace_id: UUID
    action: Action
    also_upstream: bool
    origin: Origin
    query: dict[str, Any] | None
    person_id: str | None
    rule_id: str | None
    reason: str | None
    state: RequestState
    requested_by: str
    requested_by_name: str
    created_at: datetime
    requested_at: datetime | None
    needs_approval: bool
    approval_note: str
    is_emergency: bool
    decided_by: str | None
    decided_by_name: str | None
    decided_at: datetime | None
    acknowledged_by: str | None
    acknowledged_by_name: str | None
    acknowledged_at: datetime | None
    expires_at: datetime | None
    starts_after: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    note: str | None
    objects: dict[ObjectState, int]
    erasure: ErasureOut | None
    plan: PlanOut


class ObjectFindings(BaseModel):
    """`ids` are those of the surest findings of each entity; `total` counts all."""

    total: int
    by_entity: dict[str, int]
    ids: list[str]


class ObjectEffects(BaseModel):
    """What the dry-run foresaw. `hold`: the legal hold that kept it then; `about`: what OpenAI told, without anybody's text."""

    goes: list[str]
    goes_with_it: list[str]
    stays: list[str]
    counts: dict[str, int]
    presence: Literal["there", "gone", "unknown", "not_looked"]
    presence_note: str
    about: dict[str, Any]
    hold: str | None


class ObjectOut(BaseModel):
    """One object. What OpenAI answered, and how that was verified, once it was carried out."""

    number: int
    kind: Kind
    id: str
    owner_id: str | None
    parent_id: str | None
    state: ObjectState
    findings: ObjectFindings
    effects: ObjectEffects
    attempts: int
    attempted_at: datetime | None
    upstream_status: int | None
    upstream_answer: dict[str, Any] | None
    done_at: datetime | None
    verified_at: datetime | None
    verification: dict[str, Any] | None
    note: str | None


class CommentOut(BaseModel):
    """`text` is null when the workspace was removed."""

    id: str
    written_at: datetime
    written_by: str
    written_by_name: str
    text: str | None


class CommentMade(BaseModel):
    """The new comment's id."""

    id: str


def request_out(shown: Shown) -> RequestOut:
    request = shown.request
    plain = {name: getattr(request, name) for name in RequestOut.model_fields if hasattr(request, name)}
    more = {
        "reason": shown.reason and shown.reason.reveal(),
        "objects": shown.objects,
        "erasure": asdict(shown.erasure) if shown.erasure else None,
    }
    return RequestOut.model_validate(plain | more)


def object_out(one: RequestObject) -> ObjectOut:
    plain = {name: getattr(one, name) for name in ObjectOut.model_fields if hasattr(one, name)}
    target = one.target
    named = {"kind": target.kind, "id": target.id, "owner_id": target.owner_id, "parent_id": target.parent_id}
    return ObjectOut.model_validate(plain | named)


def comment_out(comment: Comment) -> CommentOut:
    return CommentOut(
        id=comment.id,
        written_at=comment.written_at,
        written_by=comment.written_by,
        written_by_name=comment.written_by_name,
        text=comment.text and comment.text.reveal(),
    )
