"""Where is it counted what OpenAI sends and we do not know? And where waits what events tell of the use of skills?"""

from sqlalchemy import BigInteger, Column, DateTime, Identity, Table, Text, Uuid, func
from sqlalchemy.dialects.postgresql import JSONB

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

skill_use = Table(
    "skill_use",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("kind", Text, nullable=False),
    Column("told", JSONB, nullable=False),
    Column("put_at", DateTime(timezone=True), server_default=func.now(), nullable=False),
)
