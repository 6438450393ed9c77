"""Where do groups, archetypes and exceptions live?"""

from sqlalchemy import CheckConstraint, Column, DateTime, Index, LargeBinary, Table, Text, Uuid

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

directory_group = Table(
    "directory_group",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("group_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("source", Text, CheckConstraint("source IN ('openai', 'imported')"), nullable=False),
    Column("read_at", _TIME, nullable=False),
)
directory_member = Table(
    "directory_member",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("group_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
)
Index("directory_member_of_user", directory_member.c.workspace_id, directory_member.c.user_id)
archetype_group = Table(
    "archetype_group",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("archetype", Text, primary_key=True),
    Column("group_id", Text, primary_key=True),
)
skill_exception = Table(
    "skill_exception",
    metadata,
    Column("workspace_id", Uuid, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("user_id", Text, primary_key=True),
    Column("kind", Text, CheckConstraint("kind IN ('grant', 'block')"), nullable=False),
    Column("reason_sealed", LargeBinary, nullable=False),
    Column("until", _TIME),
    Column("made_at", _TIME, nullable=False),
    Column("made_by", Text, nullable=False),
)
Index("skill_exception_of_user", skill_exception.c.workspace_id, skill_exception.c.user_id)
