"""How far is each workspace in being examined again by a newer version of detection?"""

from alembic import op

revision = "0007"
down_revision = "0006"

_RESCAN = """
    CREATE TABLE rescan (
        workspace_id uuid NOT NULL,
        engine_version text NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'done')),
        kind text NOT NULL,
        "after" jsonb NOT NULL,
        examined bigint NOT NULL,
        not_examined bigint NOT NULL,
        added bigint NOT NULL,
        removed bigint NOT NULL,
        started_at timestamptz NOT NULL,
        finished_at timestamptz,
        PRIMARY KEY (workspace_id, engine_version)
    )
"""


def upgrade() -> None:
    op.execute(_RESCAN)
