"""What is a standing rule, and when may what it opens go without another approval?

A rule names findings, an action, a reason, a grace period, and how owners get notice. It opens requests; a second person
decides about each, unless a second person has approved the rule itself. That approval is of what the rule says: when it
says something else, the approval is void.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from watchgate.http.permissions import Caller, Permission
from watchgate.kernel.canonical_json import Json, canonical_json
from watchgate.kernel.content import Content
from watchgate.remediation.model import Action
from watchgate.remediation.notices.model import Channel
from watchgate.storage.sealing import WorkspaceSealer


@dataclass(frozen=True, slots=True)
class RuleContent:
    """What a rule says, and what is approved. `query`: as `query_json` keeps it; `most_per_hour`: objects."""

    query: Mapping[str, Json]
    action: Action
    reason: Content
    also_upstream: bool = False
    grace_hours: int = 72
    notice: Channel | None = None
    most_per_hour: int = 20

    def fingerprint(self, workspace_id: UUID, sealer: WorkspaceSealer) -> bytes:
        """The same for the same content of the same workspace; it does not give the reason away."""
        said: Json = {
            "workspace": str(workspace_id),
            "query": dict(self.query),
            "action": self.action.value,
            "reason": self.reason.reveal(),
            "also_upstream": self.also_upstream,
            "grace_hours": self.grace_hours,
            "notice": self.notice.value if self.notice else None,
            "most_per_hour": self.most_per_hour,
        }
        return sealer.fingerprint(b"remediation rule 1\0" + canonical_json(said))


@dataclass(frozen=True, slots=True)
class Approval:
    """Who has said yes to what."""

    content: bytes = field(repr=False)
    by: str
    by_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """`involved`: principals that may not approve it, nor decide about what it opens. `problem`: why it opens nothing."""

    id: str
    workspace_id: UUID
    name: str
    is_on: bool
    content: RuleContent
    version: int
    involved: tuple[str, ...]
    created_at: datetime
    created_by_name: str
    changed_at: datetime
    approval: Approval | None
    problem: str | None = None

    @property
    def is_approved(self) -> bool:
        return self.approval is not None

    def as_caller(self) -> Caller:
        """Who asks for what the rule opens. It may not decide about anything."""
        may = frozenset({Permission.READ, Permission.REQUEST, Permission.TAKE_PART})
        return Caller(self.id, f"rule {self.name}", "rule", may, workspaces=frozenset({self.workspace_id}))


def reason_context(rule_id: str) -> bytes:
    """The place that a rule's reason is sealed for."""
    return b"rule:" + rule_id.encode()
