"""Where do data keys live, and the signs of life of those that carry out jobs?"""

from sqlalchemy import Column, DateTime, LargeBinary, Table, Text, Uuid

from watchgate.storage.metadata import metadata

data_key = Table(
    "data_key",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("wrapped", LargeBinary, nullable=False),
    Column("kek_id", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
)

executor = Table(
    "executor",
    metadata,
    Column("id", Text, primary_key=True),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)
