"""Where is it kept how far each workspace's audit log was read? `begun_at` is the last turn's, however it ended."""

from sqlalchemy import Column, DateTime, Table, Text, Uuid

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

usage_cursor = Table(
    "usage_cursor",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("begun_at", _TIME, nullable=False),
    Column("read_at", _TIME),
    Column("read_until", _TIME),
    Column("problem", Text),
    Column("problem_since", _TIME),
)
