"""Who is entitled to which skill?"""

from alembic import op

revision = "0023"
down_revision = "0022"

_GROUPS = """
    CREATE TABLE directory_group (
        workspace_id uuid NOT NULL,
        group_id text NOT NULL,
        name text NOT NULL,
        source text NOT NULL CHECK (source IN ('openai', 'imported')),
        read_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, group_id)
    );
    CREATE TABLE directory_member (
        workspace_id uuid NOT NULL,
        group_id text NOT NULL,
        user_id text NOT NULL,
        PRIMARY KEY (workspace_id, group_id, user_id)
    );
    CREATE INDEX directory_member_of_user ON directory_member (workspace_id, user_id)
"""
_ENTITLED = """
    CREATE TABLE archetype_group (
        workspace_id uuid NOT NULL,
        archetype text NOT NULL,
        group_id text NOT NULL,
        PRIMARY KEY (workspace_id, archetype, group_id)
    );
    CREATE TABLE skill_exception (
        workspace_id uuid NOT NULL,
        skill_id text NOT NULL,
        user_id text NOT NULL,
        kind text NOT NULL CHECK (kind IN ('grant', 'block')),
        reason_sealed bytea NOT NULL,
        until timestamptz,
        made_at timestamptz NOT NULL,
        made_by text NOT NULL,
        PRIMARY KEY (workspace_id, skill_id, user_id)
    );
    CREATE INDEX skill_exception_of_user ON skill_exception (workspace_id, user_id)
"""


def upgrade() -> None:
    op.execute(_GROUPS)
    op.execute(_ENTITLED)
