"""Where do versions of skills live? `archive`: the whole folder with its signature, as the canonical ZIP."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

skill_version = Table(
    "skill_version",
    metadata,
    Column("skill_id", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column(
        "state",
        Text,
        CheckConstraint(
            "state IN ('draft', 'in_review', 'approved', 'published', 'deprecated', 'withdrawn')"
        ),
        nullable=False,
    ),
    Column("archive", LargeBinary, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("signer", Text),
    Column("involved", JSONB, nullable=False),
    Column("added_at", _TIME, nullable=False),
    Column("added_by_name", Text, nullable=False),
    Column("changed_at", _TIME, nullable=False),
    Column("reviewed_by_name", Text),
    Column("reviewed_at", _TIME),
    Column("note", Text),
    Column("is_current", Boolean, nullable=False),
    UniqueConstraint("digest"),
)
Index(
    "skill_current",
    skill_version.c.skill_id,
    unique=True,
    postgresql_where=text("is_current"),
)
