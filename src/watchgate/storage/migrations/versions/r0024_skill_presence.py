"""Which skills stand in which workspace, and are they still what was published?"""

from alembic import op

revision = "0024"
down_revision = "0023"

_TABLES = """
    CREATE TABLE skill_presence (
        workspace_id uuid,
        skill_id text,
        target text,
        state text NOT NULL
            CHECK (state IN ('live', 'older_version', 'drifted', 'isolated', 'leftover', 'removed', 'missing')),
        version text,
        object_id text,
        visibility text,
        recipients integer,
        changed_at timestamptz,
        is_registered boolean NOT NULL,
        changes jsonb NOT NULL,
        lines_sealed bytea,
        since timestamptz NOT NULL,
        looked_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, skill_id, target)
    );
    CREATE TABLE skill_look (
        workspace_id uuid,
        target text,
        asked_at timestamptz,
        looked_at timestamptz,
        problem text,
        unmanaged integer NOT NULL,
        PRIMARY KEY (workspace_id, target)
    );
    CREATE TABLE skill_unmanaged (
        workspace_id uuid,
        target text,
        object_id text,
        name_sealed bytea NOT NULL,
        name_fingerprint bytea NOT NULL,
        visibility text,
        namesake_of text,
        first_seen_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, target, object_id)
    );
    CREATE TABLE registered_gpt (
        workspace_id uuid,
        skill_id text,
        gpt_id text NOT NULL,
        registered_at timestamptz NOT NULL,
        registered_by text NOT NULL,
        PRIMARY KEY (workspace_id, skill_id),
        UNIQUE (workspace_id, gpt_id)
    )
"""


def upgrade() -> None:
    op.execute(_TABLES)
