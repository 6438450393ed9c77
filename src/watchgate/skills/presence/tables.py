"""Where is it kept what stands in which workspace? What people wrote (diffs, names of unmanaged things) is sealed."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
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

skill_presence = Table(
    "skill_presence",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("target", Text, primary_key=True),
    Column(
        "state",
        Text,
        CheckConstraint(
            "state IN ('live', 'older_version', 'drifted', 'isolated', 'leftover', 'removed', 'missing')"
        ),
        nullable=False,
    ),
    Column("version", Text),
    Column("object_id", Text),
    Column("visibility", Text),
    Column("recipients", Integer),
    Column("changed_at", _TIME),
    Column("is_registered", Boolean, nullable=False),
    Column("changes", JSONB, nullable=False),
    Column("lines_sealed", LargeBinary),
    Column("since", _TIME, nullable=False),
    Column("looked_at", _TIME, nullable=False),
)

skill_look = Table(
    "skill_look",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("asked_at", _TIME),
    Column("looked_at", _TIME),
    Column("problem", Text),
    Column("unmanaged", Integer, nullable=False),
)

skill_unmanaged = Table(
    "skill_unmanaged",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("target", Text, primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("name_fingerprint", LargeBinary, nullable=False),
    Column("visibility", Text),
    Column("namesake_of", Text),
    Column("first_seen_at", _TIME, nullable=False),
)

registered_gpt = Table(
    "registered_gpt",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("gpt_id", Text, nullable=False),
    Column("registered_at", _TIME, nullable=False),
    Column("registered_by", Text, nullable=False),
    UniqueConstraint("workspace_id", "gpt_id"),
)
