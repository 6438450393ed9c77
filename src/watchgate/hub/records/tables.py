"""Where do records live? The body is sealed, with a salt in front, so that its digest says nothing once it is erased."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

hub_record = Table(
    "hub_record",
    metadata,
    Column("id", Text, primary_key=True),
    Column("skill_id", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("schema_version", Integer, nullable=False),
    Column("client_key", Text, nullable=False),
    Column("workspace_id", Uuid),
    Column("key_id", Text),
    Column("conversation_id", Text),
    Column("gpt_id", Text),
    Column("ephemeral_user_id", Text),
    Column("body_sealed", LargeBinary),
    Column("body_digest", Text, nullable=False),
    Column("size_chars", Integer, nullable=False),
    Column("scan", Text, CheckConstraint("scan IN ('scanned', 'not_scanned')"), nullable=False),
    Column("finding_counts", JSONB, nullable=False),
    Column("is_marked", Boolean, nullable=False),
    Column("engine", Text, nullable=False),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("erased_at", DateTime(timezone=True)),
    UniqueConstraint("skill_id", "client_key"),
)
Index("hub_record_of_skill", hub_record.c.skill_id, hub_record.c.id)
Index(
    "hub_record_of_conversation",
    hub_record.c.conversation_id,
    postgresql_where=text("conversation_id IS NOT NULL"),
)
Index("hub_record_by_age", hub_record.c.type, hub_record.c.received_at)
