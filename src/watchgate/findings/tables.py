"""Where do findings live, and their number for each day?

`start` and `end` are code points in the part that `explanation["part"]` names; `score` is in thousandths. The value that
was found is not here: only its masked surroundings and a keyed fingerprint.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

finding = Table(
    "finding",
    metadata,
    Column("id", Text),
    Column("workspace_id", Uuid),
    Column("asset_at", DateTime(timezone=True)),
    Column(
        "asset_kind",
        Text,
        CheckConstraint("asset_kind IN ('message', 'file', 'title', 'event')"),
        nullable=False,
    ),
    Column("asset_id", Text, nullable=False),
    Column("conversation_id", Text),
    Column("owner_id", Text),
    Column("entity", Text, nullable=False),
    Column("detector", Text, nullable=False),
    Column("detector_version", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("score", SmallInteger, nullable=False),
    Column("explanation", JSONB, nullable=False),
    Column("excerpt_masked", Text, nullable=False),
    Column("fingerprint", LargeBinary, nullable=False),
    Column("found_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("workspace_id", "id", "asset_at"),
    postgresql_partition_by="RANGE (asset_at)",
)

_NEWEST = (text("asset_at DESC"), finding.c.id)
Index("finding_newest", finding.c.workspace_id, *_NEWEST)
Index("finding_of_conversation", finding.c.workspace_id, finding.c.conversation_id, *_NEWEST)
Index("finding_of_entity", finding.c.workspace_id, finding.c.entity, *_NEWEST)
Index("finding_of_owner", finding.c.workspace_id, finding.c.owner_id, *_NEWEST)
Index(
    "finding_of_rare_kind",
    finding.c.workspace_id,
    finding.c.asset_kind,
    *_NEWEST,
    postgresql_where=finding.c.asset_kind != "message",
)

finding_day = Table(
    "finding_day",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("owner_id", Text, primary_key=True),
    Column("findings", BigInteger, nullable=False),
)

finding_entity_day = Table(
    "finding_entity_day",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("entity", Text, primary_key=True),
    Column("findings", BigInteger, nullable=False),
)
"""`finding_day` without the people: what a whole history adds up to is read from a few thousand rows."""
