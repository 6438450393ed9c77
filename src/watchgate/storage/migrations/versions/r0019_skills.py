"""Which versions of skills are there, and in which state is each?"""

from alembic import op

revision = "0019"
down_revision = "0018"

_VERSION = """
    CREATE TABLE skill_version (
        skill_id text,
        version text,
        digest text NOT NULL UNIQUE,
        name text NOT NULL,
        title text NOT NULL,
        owner text NOT NULL,
        state text NOT NULL
            CHECK (state IN ('draft', 'in_review', 'approved', 'published', 'deprecated', 'withdrawn')),
        archive bytea NOT NULL,
        size_bytes integer NOT NULL,
        signer text,
        involved jsonb NOT NULL,
        added_at timestamptz NOT NULL,
        added_by_name text NOT NULL,
        changed_at timestamptz NOT NULL,
        reviewed_by_name text,
        reviewed_at timestamptz,
        note text,
        is_current boolean NOT NULL,
        PRIMARY KEY (skill_id, version)
    );
    CREATE UNIQUE INDEX skill_current ON skill_version (skill_id) WHERE is_current
"""


def upgrade() -> None:
    op.execute(_VERSION)
