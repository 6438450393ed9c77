"""Which rules open remediation requests by themselves, and whom did they give notice?"""

from alembic import op

revision = "0014"
down_revision = "0013"

_RULE = """
    CREATE TABLE remediation_rule (
        id text PRIMARY KEY,
        workspace_id uuid NOT NULL,
        name text NOT NULL,
        is_on boolean NOT NULL,
        query jsonb NOT NULL,
        action text NOT NULL,
        also_upstream boolean NOT NULL,
        reason_sealed bytea NOT NULL,
        grace_hours integer NOT NULL,
        notice text,
        most_per_hour integer NOT NULL,
        version integer NOT NULL,
        involved jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        created_by_name text NOT NULL,
        changed_at timestamptz NOT NULL,
        approved_content bytea,
        approved_by text,
        approved_by_name text,
        approved_at timestamptz,
        look_at timestamptz NOT NULL,
        problem text,
        UNIQUE (workspace_id, name)
    )
"""
_NOTICE = """
    CREATE TABLE remediation_notice (
        id text PRIMARY KEY,
        workspace_id uuid NOT NULL,
        request_id text NOT NULL,
        owner_id text NOT NULL,
        channel text NOT NULL,
        facts jsonb NOT NULL,
        state text NOT NULL,
        attempts integer NOT NULL,
        created_at timestamptz NOT NULL,
        next_at timestamptz,
        sent_at timestamptz,
        problem text,
        address_sealed bytea,
        UNIQUE (request_id, owner_id, channel)
    );
    CREATE INDEX remediation_notice_due ON remediation_notice (next_at) WHERE next_at IS NOT NULL
"""


def upgrade() -> None:
    for statement in (_RULE, _NOTICE):
        op.execute(statement)
