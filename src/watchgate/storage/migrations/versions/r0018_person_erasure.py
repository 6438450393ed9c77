"""How far is a person's erasure, and what keeps the person from coming back?"""

from alembic import op

revision = "0018"
down_revision = "0017"

_ERASURE = """
    CREATE TABLE person_erasure (
        request_id text PRIMARY KEY REFERENCES remediation_request (id) ON DELETE CASCADE,
        workspace_id uuid NOT NULL,
        state text NOT NULL,
        words_sealed bytea,
        rows jsonb NOT NULL,
        begun_at timestamptz NOT NULL,
        taken_until timestamptz,
        finished_at timestamptz,
        note text
    )
"""
_TOMBSTONE = """
    CREATE TABLE person_tombstone (
        workspace_id uuid NOT NULL,
        mark bytea NOT NULL,
        erased_at timestamptz NOT NULL,
        PRIMARY KEY (workspace_id, mark)
    )
"""


def upgrade() -> None:
    for statement in (_ERASURE, _TOMBSTONE):
        op.execute(statement)
