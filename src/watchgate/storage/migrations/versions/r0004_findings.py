"""What was found in it? Findings, in parts by time, and their number for each day."""

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = (
    """
    CREATE TABLE finding (
        id text NOT NULL,
        workspace_id uuid NOT NULL,
        asset_at timestamptz NOT NULL,
        asset_kind text NOT NULL CHECK (asset_kind IN ('message', 'file', 'title', 'event')),
        asset_id text NOT NULL,
        conversation_id text,
        owner_id text,
        entity text NOT NULL,
        detector text NOT NULL,
        detector_version text NOT NULL,
        start integer NOT NULL,
        "end" integer NOT NULL,
        score smallint NOT NULL,
        explanation jsonb NOT NULL,
        excerpt_masked text NOT NULL,
        fingerprint bytea NOT NULL,
        found_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, id, asset_at)
    ) PARTITION BY RANGE (asset_at)
    """,
    "CREATE INDEX finding_newest ON finding (workspace_id, asset_at DESC, id)",
    "CREATE INDEX finding_of_conversation ON finding (workspace_id, conversation_id, asset_at DESC, id)",
    "CREATE INDEX finding_of_entity ON finding (workspace_id, entity, asset_at DESC, id)",
    "CREATE INDEX finding_of_owner ON finding (workspace_id, owner_id, asset_at DESC, id)",
    """
    CREATE INDEX finding_of_rare_kind ON finding (workspace_id, asset_kind, asset_at DESC, id)
        WHERE asset_kind <> 'message'
    """,
    "CREATE TABLE finding_default PARTITION OF finding DEFAULT",
    """
    CREATE TABLE finding_day (
        workspace_id uuid NOT NULL,
        day date NOT NULL,
        entity text NOT NULL,
        owner_id text NOT NULL,
        findings bigint NOT NULL,
        PRIMARY KEY (workspace_id, day, entity, owner_id)
    )
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
