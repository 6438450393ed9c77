"""Where is it counted what OpenAI sends and we do not know?"""

from sqlalchemy import BigInteger, Column, DateTime, Table, Text, Uuid

from watchgate.storage.metadata import metadata

schema_drift = Table(
    "schema_drift",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("seen", BigInteger, nullable=False),
    Column("first_seen_at", DateTime(timezone=True), nullable=False),
    Column("last_seen_at", DateTime(timezone=True), nullable=False),
)
