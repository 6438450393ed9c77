"""Where do accounts live?"""

from sqlalchemy import ARRAY, Column, DateTime, Table, Text, UniqueConstraint, Uuid

from watchgate.storage.metadata import metadata

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("email", Text, nullable=False),
    Column("email_key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("grants", ARRAY(Text), nullable=False),
    Column("workspaces", ARRAY(Uuid)),
    Column("state", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("issuer", Text),
    Column("subject", Text),
    Column("password_hash", Text),
    Column("password_set_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("last_signed_in_at", DateTime(timezone=True)),
    UniqueConstraint("issuer", "subject"),
)
"""*issuer* and *subject*: who it is to the provider where the person signs in; NULL for a local account."""
