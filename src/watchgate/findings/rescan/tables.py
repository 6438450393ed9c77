"""Where is it kept how far a re-scan is?"""

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

rescan = Table(
    "rescan",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("engine_version", Text, primary_key=True),
    Column("state", Text, CheckConstraint("state IN ('running', 'done')"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("after", JSONB, nullable=False),
    Column("examined", BigInteger, nullable=False),
    Column("not_examined", BigInteger, nullable=False),
    Column("added", BigInteger, nullable=False),
    Column("removed", BigInteger, nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("finished_at", DateTime(timezone=True)),
)
