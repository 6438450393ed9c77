"""What does OpenAI send that we do not know, and when is a log file tried again?"""

from alembic import op

revision = "0005"
down_revision = "0004"

_STATEMENTS = (
    """
    CREATE TABLE schema_drift (
        workspace_id uuid NOT NULL,
        name text NOT NULL,
        seen bigint NOT NULL,
        first_seen_at timestamptz NOT NULL,
        last_seen_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, name)
    )
    """,
    "ALTER TABLE log_file ADD COLUMN next_attempt_at timestamptz",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
