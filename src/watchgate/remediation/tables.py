"""Where do remediation requests live, their objects, and the comments on them?

Reasons and comments are sealed (contexts `b"reason:" + request_id`, `b"comment:" + comment_id`): people write names into them.
`involved`: the principals that may not decide about the request, because they have a hand in it.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

remediation_request = Table(
    "remediation_request",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("action", Text, CheckConstraint("action IN ('delete', 'redact', 'isolate')"), nullable=False),
    Column("also_upstream", Boolean, nullable=False),
    Column(
        "origin", Text, CheckConstraint("origin IN ('assets', 'query', 'person', 'rule')"), nullable=False
    ),
    Column("query", JSONB),
    Column("person_id", Text),
    Column("rule_id", Text),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("requested_by_name", Text, nullable=False),
    Column("involved", JSONB, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("requested_at", _TIME),
    Column("needs_approval", Boolean, nullable=False),
    Column("approval_note", Text, nullable=False),
    Column("is_emergency", Boolean, nullable=False),
    Column("decided_by", Text),
    Column("decided_by_name", Text),
    Column("decided_at", _TIME),
    Column("acknowledged_by", Text),
    Column("acknowledged_by_name", Text),
    Column("acknowledged_at", _TIME),
    Column("expires_at", _TIME),
    Column("starts_after", _TIME),
    Column("started_at", _TIME),
    Column("finished_at", _TIME),
    Column("plan", JSONB, nullable=False),
    Column("note", Text),
    Index("remediation_newest", "workspace_id", text("created_at DESC"), "id"),
)
Index(
    "remediation_under_way",
    remediation_request.c.state,
    remediation_request.c.id,
    postgresql_where=remediation_request.c.state.in_(["approved", "running", "paused", "done", "cancelled"]),
)
Index(
    "remediation_expiring",
    remediation_request.c.expires_at,
    postgresql_where=remediation_request.c.state.in_(["planned", "requested", "approved"]),
)

remediation_object = Table(
    "remediation_object",
    metadata,
    Column("request_id", Text, ForeignKey("remediation_request.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("owner_id", Text),
    Column("parent_id", Text),
    Column("state", Text, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("effects", JSONB, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("attempted_at", _TIME),
    Column("upstream_status", Integer),
    Column("upstream_answer", JSONB),
    Column("done_at", _TIME),
    Column("verified_at", _TIME),
    Column("verification", JSONB),
    Column("note", Text),
    Column("due_at", _TIME),
    Index("remediation_object_by_id", "workspace_id", "kind", "object_id"),
    Index("remediation_object_by_state", "request_id", "state", "number"),
)
_O = remediation_object.c
Index(
    "remediation_object_attempted",
    _O.workspace_id,
    _O.attempted_at,
    postgresql_where=_O.attempted_at.is_not(None),
)
Index(
    "remediation_object_watched",
    _O.due_at,
    postgresql_where=_O.state.in_(["done", "was_gone", "verified"]) & _O.due_at.is_not(None),
)

remediation_comment = Table(
    "remediation_comment",
    metadata,
    Column("id", Text, primary_key=True),
    Column("request_id", Text, ForeignKey("remediation_request.id", ondelete="CASCADE"), nullable=False),
    Column("written_at", _TIME, nullable=False),
    Column("written_by", Text, nullable=False),
    Column("written_by_name", Text, nullable=False),
    Column("text_sealed", LargeBinary, nullable=False),
    Index("remediation_comment_of_request", "request_id", "written_at"),
)
