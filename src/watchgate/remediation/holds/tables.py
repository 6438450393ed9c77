"""Where do legal holds live? What they are on, why, and for which case is sealed (contexts: `model.context`)."""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Table, Text, Uuid

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

legal_hold = Table(
    "legal_hold",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('person', 'conversation', 'query')"), nullable=False),
    Column("subject_sealed", LargeBinary, nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("case_sealed", LargeBinary),
    Column("placed_at", _TIME, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("placed_by_name", Text, nullable=False),
    Column("released_at", _TIME),
    Column("released_by_name", Text),
    Column("release_sealed", LargeBinary),
)
Index(
    "legal_hold_in_force",
    legal_hold.c.workspace_id,
    postgresql_where=legal_hold.c.released_at.is_(None),
)
