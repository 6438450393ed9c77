"""How far has the platform's audit log been read, and what keeps us from it?"""

from alembic import op

revision = "0025"
down_revision = "0024"

_TABLE = """
    CREATE TABLE usage_cursor (
        workspace_id uuid PRIMARY KEY,
        begun_at timestamptz NOT NULL,
        read_at timestamptz,
        read_until timestamptz,
        problem text,
        problem_since timestamptz
    )
"""


def upgrade() -> None:
    op.execute(_TABLE)
