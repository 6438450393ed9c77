"""What must never come back? One row for each object that was erased here, or masked for good. Ingest asks before it writes.

Ids of conversations, messages and files are OpenAI's random ones; they say nothing about a person.
"""

from sqlalchemy import Boolean, Column, DateTime, Table, Text, Uuid

from watchgate.storage.metadata import metadata

erased_object = Table(
    "erased_object",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("object_id", Text, primary_key=True),
    Column("is_masked", Boolean, nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False),
)
