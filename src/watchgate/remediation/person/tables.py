"""Where is it kept how far a person's erasure is, and that nothing of theirs may come back?

`words_sealed`: what they are called, while it is needed (context `b"person:" + request_id`); gone when the erasure is over.
`mark`: a keyed fingerprint of a user's id.
"""

from sqlalchemy import Column, DateTime, ForeignKey, LargeBinary, Table, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

person_erasure = Table(
    "person_erasure",
    metadata,
    Column("request_id", Text, ForeignKey("remediation_request.id", ondelete="CASCADE"), primary_key=True),
    Column("workspace_id", Uuid, nullable=False),
    Column("state", Text, nullable=False),
    Column("words_sealed", LargeBinary),
    Column("rows", JSONB, nullable=False),
    Column("begun_at", _TIME, nullable=False),
    Column("taken_until", _TIME),
    Column("finished_at", _TIME),
    Column("note", Text),
)

person_tombstone = Table(
    "person_tombstone",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("mark", LargeBinary, primary_key=True),
    Column("erased_at", _TIME, nullable=False),
)
