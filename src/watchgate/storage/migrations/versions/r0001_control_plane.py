"""What does the control plane itself keep? Workspaces and their keys, API tokens, executors, entries bound for the ledger."""

from alembic import op

revision = "0001"
down_revision = None

_TABLES = (
    """
    CREATE TABLE ledger_outbox (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        type text NOT NULL,
        fields json NOT NULL,  -- not jsonb: NUL and lone surrogates have to get through
        payload json,
        recorded_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE workspace (
        id uuid PRIMARY KEY,
        name text NOT NULL UNIQUE,
        organization_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('active', 'paused', 'removing')),
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL
    )
    """,
    # no foreign key: deleting a data key erases what it sealed, whatever becomes of the rows
    """
    CREATE TABLE data_key (
        workspace_id uuid PRIMARY KEY,
        wrapped bytea NOT NULL,
        kek_id text NOT NULL,
        created_at timestamptz NOT NULL
    )
    """,
    """
    CREATE TABLE credential (
        workspace_id uuid NOT NULL REFERENCES workspace (id) ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('compliance', 'admin')),
        sealed bytea NOT NULL,
        last_four text NOT NULL,
        created_at timestamptz NOT NULL,
        rotated_at timestamptz,
        probe jsonb,
        probed_at timestamptz,
        PRIMARY KEY (workspace_id, kind)
    )
    """,
    """
    CREATE TABLE api_token (
        id text PRIMARY KEY,
        name text NOT NULL,
        token_hash bytea NOT NULL UNIQUE,
        role text NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz
    )
    """,
    """
    CREATE TABLE executor (
        id text PRIMARY KEY,
        started_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL
    )
    """,
)


def upgrade() -> None:
    for statement in _TABLES:
        op.execute(statement)
