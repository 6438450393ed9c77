"""Which versions were sent to `/v1/skills`, of which project, and as what?"""

from alembic import op

revision = "0020"
down_revision = "0019"

_KEY = """
    CREATE TABLE platform_key (
        project text PRIMARY KEY,
        sealed bytea NOT NULL,
        last_four text NOT NULL,
        changed_at timestamptz NOT NULL,
        changed_by text NOT NULL
    )
"""
_PUSH = """
    CREATE TABLE skill_push (
        project text NOT NULL,
        skill_id text NOT NULL,
        version text NOT NULL,
        digest text NOT NULL,
        content_digest text NOT NULL,
        remote_id text NOT NULL,
        remote_version text NOT NULL,
        is_default boolean NOT NULL,
        pushed_at timestamptz NOT NULL,
        pushed_by text NOT NULL,
        PRIMARY KEY (project, skill_id, version)
    );
    CREATE INDEX skill_push_remote ON skill_push (project, remote_id)
"""


def upgrade() -> None:
    op.execute(_KEY)
    op.execute(_PUSH)
