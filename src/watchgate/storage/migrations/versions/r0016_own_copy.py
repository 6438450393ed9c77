"""What must never come back, once erased?"""

from alembic import op

revision = "0016"
down_revision = "0015"

_ERASED = """
    CREATE TABLE erased_object (
        workspace_id uuid,
        kind text,
        object_id text,
        is_masked boolean NOT NULL,
        erased_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, kind, object_id)
    )
"""


def upgrade() -> None:
    op.execute(_ERASED)
