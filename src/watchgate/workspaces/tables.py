"""Where do workspaces and their sealed keys live?"""

from sqlalchemy import CheckConstraint, Column, DateTime, ForeignKey, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

workspace = Table(
    "workspace",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("organization_id", Text, nullable=False),
    Column("state", Text, CheckConstraint("state IN ('active', 'paused', 'removing')"), nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

credential = Table(
    "credential",
    metadata,
    Column("workspace_id", Uuid, ForeignKey("workspace.id", ondelete="CASCADE"), primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('compliance', 'admin')"), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_four", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("rotated_at", DateTime(timezone=True)),
    Column("probe", JSONB),
    Column("probed_at", DateTime(timezone=True)),
)
