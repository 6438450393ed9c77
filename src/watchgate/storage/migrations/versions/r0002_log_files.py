"""How does ingest know where it is? The streams of log files, the files, and the lines that could not be read."""

from alembic import op

revision = "0002"
down_revision = "0001"

_STATEMENTS = (
    """
    CREATE TABLE log_stream (
        workspace_id uuid NOT NULL,
        event_type text NOT NULL,
        watermark timestamptz,
        backfill_from timestamptz NOT NULL,
        last_polled_at timestamptz,
        last_error text,
        PRIMARY KEY (workspace_id, event_type)
    )
    """,
    """
    CREATE TABLE log_file (
        workspace_id uuid NOT NULL,
        file_id text NOT NULL,
        event_type text NOT NULL,
        end_time timestamptz NOT NULL,
        file_name text NOT NULL,
        size_bytes bigint NOT NULL,
        sha256 text NOT NULL,
        state text NOT NULL CHECK (state IN ('listed', 'done', 'failed', 'expired')),
        attempts integer NOT NULL,
        events integer NOT NULL,
        duplicates integer NOT NULL,
        broken_lines integer NOT NULL,
        last_error text,
        listed_at timestamptz NOT NULL,
        settled_at timestamptz,
        PRIMARY KEY (workspace_id, file_id)
    )
    """,
    "CREATE INDEX log_file_of_stream ON log_file (workspace_id, event_type, end_time)",
    "CREATE INDEX log_file_waiting ON log_file (workspace_id, end_time) WHERE state IN ('listed', 'failed')",
    """
    CREATE TABLE broken_line (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        workspace_id uuid NOT NULL,
        file_id text NOT NULL,
        byte_offset bigint NOT NULL,
        size_bytes integer NOT NULL,
        reason text NOT NULL,
        sealed bytea NOT NULL,
        found_at timestamptz NOT NULL
    )
    """,
    "CREATE INDEX broken_line_of_file ON broken_line (workspace_id, file_id)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
