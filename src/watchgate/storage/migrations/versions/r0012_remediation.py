"""What is to be removed or isolated, who asked, who decided, and what became of each object?"""

from alembic import op

revision = "0012"
down_revision = "0011"

_REQUEST = """
    CREATE TABLE remediation_request (
        id text PRIMARY KEY,
        workspace_id uuid NOT NULL,
        action text NOT NULL CHECK (action IN ('delete', 'redact', 'isolate')),
        also_upstream boolean NOT NULL,
        origin text NOT NULL CHECK (origin IN ('assets', 'query', 'person', 'rule')),
        query jsonb,
        person_id text,
        rule_id text,
        reason_sealed bytea NOT NULL,
        state text NOT NULL,
        requested_by text NOT NULL,
        requested_by_name text NOT NULL,
        involved jsonb NOT NULL,
        created_at timestamptz NOT NULL,
        requested_at timestamptz,
        needs_approval boolean NOT NULL,
        approval_note text NOT NULL,
        is_emergency boolean NOT NULL,
        decided_by text,
        decided_by_name text,
        decided_at timestamptz,
        acknowledged_by text,
        acknowledged_by_name text,
        acknowledged_at timestamptz,
        expires_at timestamptz,
        starts_after timestamptz,
        started_at timestamptz,
        finished_at timestamptz,
        plan jsonb NOT NULL,
        note text
    );
    CREATE INDEX remediation_newest ON remediation_request (workspace_id, created_at DESC, id);
    CREATE INDEX remediation_expiring ON remediation_request (expires_at) WHERE state IN ('planned', 'requested', 'approved')
"""
_OBJECT = """
    CREATE TABLE remediation_object (
        request_id text NOT NULL REFERENCES remediation_request (id) ON DELETE CASCADE,
        number integer NOT NULL,
        workspace_id uuid NOT NULL,
        kind text NOT NULL,
        object_id text NOT NULL,
        owner_id text,
        parent_id text,
        state text NOT NULL,
        findings jsonb NOT NULL,
        effects jsonb NOT NULL,
        attempts integer NOT NULL,
        attempted_at timestamptz,
        upstream_status integer,
        upstream_answer jsonb,
        done_at timestamptz,
        verified_at timestamptz,
        verification jsonb,
        note text,
        PRIMARY KEY (request_id, number)
    );
    CREATE INDEX remediation_object_by_id ON remediation_object (workspace_id, kind, object_id);
    CREATE INDEX remediation_object_by_state ON remediation_object (request_id, state, number)
"""
_COMMENT = """
    CREATE TABLE remediation_comment (
        id text PRIMARY KEY,
        request_id text NOT NULL REFERENCES remediation_request (id) ON DELETE CASCADE,
        written_at timestamptz NOT NULL,
        written_by text NOT NULL,
        written_by_name text NOT NULL,
        text_sealed bytea NOT NULL
    );
    CREATE INDEX remediation_comment_of_request ON remediation_comment (request_id, written_at)
"""


def upgrade() -> None:
    for statement in (_REQUEST, _OBJECT, _COMMENT):
        op.execute(statement)
