"""Where do notices wait, and what became of them? The address is sealed, and goes when the notice has gone.

Context of the seal: `b"notice:" + id`.
"""

from sqlalchemy import Column, DateTime, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

remediation_notice = Table(
    "remediation_notice",
    metadata,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("request_id", Text, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("facts", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("created_at", _TIME, nullable=False),
    Column("next_at", _TIME),
    Column("sent_at", _TIME),
    Column("problem", Text),
    Column("address_sealed", LargeBinary),
    UniqueConstraint("request_id", "owner_id", "channel"),
)
Index(
    "remediation_notice_due",
    remediation_notice.c.next_at,
    postgresql_where=remediation_notice.c.next_at.is_not(None),
)
