"""Where is it kept with which key we push, and what is there?"""

from sqlalchemy import Boolean, Column, DateTime, Index, LargeBinary, Table, Text

from watchgate.storage.metadata import metadata

_TIME = DateTime(timezone=True)

platform_key = Table(
    "platform_key",
    metadata,
    Column("project", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    Column("last_four", Text, nullable=False),
    Column("changed_at", _TIME, nullable=False),
    Column("changed_by", Text, nullable=False),
)

skill_push = Table(
    "skill_push",
    metadata,
    Column("project", Text, primary_key=True),
    Column("skill_id", Text, primary_key=True),
    Column("version", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("content_digest", Text, nullable=False),
    Column("remote_id", Text, nullable=False),
    Column("remote_version", Text, nullable=False),
    Column("is_default", Boolean, nullable=False),
    Column("pushed_at", _TIME, nullable=False),
    Column("pushed_by", Text, nullable=False),
)
Index("skill_push_remote", skill_push.c.project, skill_push.c.remote_id)
