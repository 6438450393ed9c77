"""Where do sessions live, and the counts of attempts to sign in?"""

from sqlalchemy import Column, DateTime, ForeignKey, Index, Integer, LargeBinary, Table, Text

from watchgate.storage.metadata import metadata

person_session = Table(
    "person_session",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False, unique=True),
    Column("method", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("rights", LargeBinary, nullable=False),
    Column("address", Text, nullable=False),
    Column("browser", Text, nullable=False),
    Index("person_session_of_person", "person_id", "created_at"),
    Index("person_session_by_end", "ends_at"),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("subject", LargeBinary, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("last_at", DateTime(timezone=True), nullable=False),
    Column("blocked_until", DateTime(timezone=True), nullable=False),
    Index("sign_in_attempts_oldest", "last_at"),
)
"""*subject*: a hash of the account or of the address that tries. Rows go an hour after the last attempt."""
