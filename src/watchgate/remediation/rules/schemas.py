"""How do rules look on the wire? Strict on the way in."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from watchgate.findings.model import FindingFilter
from watchgate.findings.service import entity_named
from watchgate.kernel.content import Content
from watchgate.remediation.model import Action
from watchgate.remediation.notices.model import Channel, Notice
from watchgate.remediation.query_json import filter_from, query_as_json
from watchgate.remediation.rules.model import Rule, RuleContent
from watchgate.remediation.schemas_in import QueryIn, Words

Name = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f]+$")
]
_Action = Literal[Action.DELETE, Action.REDACT]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class RuleContentIn(_Strict):
    """What a rule does: whenever something new matches `query`, a request for it is opened."""

    name: Name
    query: QueryIn
    action: _Action = Field(
        description="Findings stand in conversations, messages and files: delete or redact."
    )
    reason: Words = Field(description="The reason of each request it opens.")
    also_upstream: bool = Field(default=False, description="When redacting, delete at OpenAI too.")
    grace_hours: int = Field(default=72, ge=0, le=2160, description="Nothing runs before it is over.")
    notice: Channel | None = Field(default=None, description="How owners are told; null: not at all.")
    most_per_hour: int = Field(default=20, ge=1, le=1000, description="Objects it asks for, at most.")

    def as_content(self, workspace_id: UUID) -> RuleContent:
        query = self.query
        wanted = FindingFilter(
            workspace_id,
            entity_named(query.entity) if query.entity is not None else None,
            query.person,
            query.asset_kind,
            query.conversation_id,
            query.min_score,
            query.since,
            query.until,
        )
        return RuleContent(
            query_as_json(wanted),
            self.action,
            Content(self.reason),
            self.also_upstream,
            self.grace_hours,
            self.notice,
            self.most_per_hour,
        )


class RuleIn(RuleContentIn):
    """A new rule."""

    workspace_id: UUID
    is_on: bool = True


class ApprovalIn(_Strict):
    version: int = Field(ge=1, le=2**31 - 1, description="The version that was read and is approved.")


class SwitchIn(_Strict):
    is_on: bool


class RuleOut(BaseModel):
    id: str
    workspace_id: UUID
    name: str
    is_on: bool
    query: dict[str, Any]
    action: str
    reason: str
    also_upstream: bool
    grace_hours: int
    notice: str | None
    most_per_hour: int
    version: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    is_approved: bool = Field(description="May what it opens run without another approval?")
    approved_by: str | None
    approved_at: datetime | None
    problem: str | None = Field(description="Why it opens nothing at the moment.")


class NoticeOut(BaseModel):
    """What became of a notice. Its address is not shown."""

    id: str
    owner_id: str
    channel: str
    state: str = Field(description="waiting, sent or failed")
    attempts: int
    created_at: datetime
    sent_at: datetime | None
    problem: str | None


def rule_out(rule: Rule) -> RuleOut:
    content, approval = rule.content, rule.approval
    wanted = filter_from(rule.workspace_id, content.query)
    names = {"since": "from", "until": "to"}
    query = {names.get(name, name): getattr(wanted, name) for name in content.query}
    return RuleOut(
        id=rule.id,
        workspace_id=rule.workspace_id,
        name=rule.name,
        is_on=rule.is_on,
        query=query,
        action=content.action.value,
        reason=content.reason.reveal(),
        also_upstream=content.also_upstream,
        grace_hours=content.grace_hours,
        notice=content.notice.value if content.notice else None,
        most_per_hour=content.most_per_hour,
        version=rule.version,
        created_at=rule.created_at,
        created_by=rule.created_by_name,
        changed_at=rule.changed_at,
        is_approved=rule.is_approved,
        approved_by=approval.by_name if approval else None,
        approved_at=approval.at if approval else None,
        problem=rule.problem,
    )


def notice_out(notice: Notice) -> NoticeOut:
    return NoticeOut(
        id=notice.id,
        owner_id=notice.owner_id,
        channel=notice.channel.value,
        state=notice.state.value,
        attempts=notice.attempts,
        created_at=notice.created_at,
        sent_at=notice.sent_at,
        problem=notice.problem,
    )
