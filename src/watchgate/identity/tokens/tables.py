"""Where do API tokens live?"""

from sqlalchemy import ARRAY, Column, DateTime, ForeignKey, Index, LargeBinary, Table, Text, Uuid

from watchgate.identity.people.tables import account
from watchgate.storage.metadata import metadata

api_token = Table(
    "api_token",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("token_hash", LargeBinary, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True)),
    Column("last_used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
    Column("permissions", ARRAY(Text)),
    Column("workspaces", ARRAY(Uuid)),
    Column("person_id", Text, ForeignKey(account.c.id, ondelete="CASCADE")),
    Index("api_token_of_person", "person_id", "created_at"),
)
