"""Where do standing rules live? Their reason is sealed (context `b"rule:" + id`): people write names into it.

`approved_content`: a keyed fingerprint of what was approved; when the rule says something else, it is not approved.
"""

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

remediation_rule = Table(
    "remediation_rule",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("name", Text, nullable=False),
    Column("is_on", Boolean, nullable=False),
    Column("query", JSONB, nullable=False),
    Column("action", Text, nullable=False),
    Column("also_upstream", Boolean, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("grace_hours", Integer, nullable=False),
    Column("notice", Text),
    Column("most_per_hour", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("involved", JSONB, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("created_by_name", Text, nullable=False),
    Column("changed_at", _TIME, nullable=False),
    Column("approved_content", LargeBinary),
    Column("approved_by", Text),
    Column("approved_by_name", Text),
    Column("approved_at", _TIME),
    Column("look_at", _TIME, nullable=False),
    Column("problem", Text),
    UniqueConstraint("workspace_id", "name"),
)
