"""Where do entries wait on their way into the ledger, and where do those stand that receipts speak of? JSON as text, not `jsonb`: that takes neither NUL nor lone surrogates."""

from sqlalchemy import JSON, BigInteger, Column, DateTime, Identity, Index, Integer, Table, Text

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

ledger_place = Table(
    "ledger_place",
    metadata,
    Column("outbox_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", Text, nullable=False),
    Column("part", Integer),
    Column("type", Text, nullable=False),
    Column("log", Text, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Index("ledger_place_of_subject", "subject", "part", "outbox_id"),
)
"""Where the entries about a request (`subject`), or about one of its objects (`part`), stand. Says nothing that they do not."""
