"""Where do entries wait on their way into the ledger? JSON as text, not `jsonb`: that takes neither NUL nor lone surrogates."""

from sqlalchemy import JSON, BigInteger, Column, DateTime, Identity, Table, Text

from watchgate.storage.metadata import metadata

ledger_outbox = Table(
    "ledger_outbox",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("type", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("payload", JSON(none_as_null=True)),
    Column("recorded_at", DateTime(timezone=True), nullable=False),
)
