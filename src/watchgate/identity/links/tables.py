"""Where do one-time links live, until they are used or expire?"""

from sqlalchemy import Column, DateTime, ForeignKey, LargeBinary, Table, Text

from watchgate.storage.metadata import metadata

one_time_link = Table(
    "one_time_link",
    metadata,
    Column("secret_hash", LargeBinary, primary_key=True),
    Column("person_id", Text, ForeignKey("account.id", ondelete="CASCADE")),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
)
"""*person_id*: who is invited to set a password; NULL: whoever has it becomes the first administrator."""
