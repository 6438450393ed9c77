"""Where do governance events stand? One for a run; closed, it stays."""

from sqlalchemy import Column, DateTime, Index, Table, Text, Uuid, text

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

hub_governance = Table(
    "hub_governance",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("run_key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("version", Text, nullable=False),
    Column("person", Text),
    Column("run_at", _TIME, nullable=False),
    Column("opened_at", _TIME, nullable=False),
    Column("closed_at", _TIME),
)
Index("hub_governance_open", hub_governance.c.skill_id, postgresql_where=text("closed_at IS NULL"))
