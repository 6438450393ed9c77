"""What may not be deleted, by order?"""

from alembic import op

revision = "0013"
down_revision = "0012"

_HOLD = """
    CREATE TABLE legal_hold (
        id text PRIMARY KEY,
        workspace_id uuid NOT NULL,
        kind text NOT NULL CHECK (kind IN ('person', 'conversation', 'query')),
        subject_sealed bytea NOT NULL,
        reason_sealed bytea NOT NULL,
        case_sealed bytea,
        placed_at timestamptz NOT NULL,
        placed_by text NOT NULL,
        placed_by_name text NOT NULL,
        released_at timestamptz,
        released_by_name text,
        release_sealed bytea
    );
    CREATE INDEX legal_hold_in_force ON legal_hold (workspace_id) WHERE released_at IS NULL
"""


def upgrade() -> None:
    op.execute(_HOLD)
