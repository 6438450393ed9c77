"""Where do the keys of skills live? Only their hashes."""

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, UniqueConstraint, Uuid

from watchgate.storage.metadata import metadata

skill_key = Table(
    "skill_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("skill_id", Text, nullable=False),
    Column("workspace_id", Uuid),
    Column("sha256", LargeBinary, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("created_by", Text, nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    UniqueConstraint("sha256"),
)
