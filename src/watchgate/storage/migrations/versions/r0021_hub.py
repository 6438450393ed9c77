"""What have runs of skills left behind, and with which keys?"""

from alembic import op

revision = "0021"
down_revision = "0020"

_KEY = """
    CREATE TABLE skill_key (
        id text PRIMARY KEY,
        skill_id text NOT NULL,
        workspace_id uuid,
        sha256 bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL,
        created_by text NOT NULL,
        revoked_at timestamptz
    )
"""
_RECORD = """
    CREATE TABLE hub_record (
        id text PRIMARY KEY,
        skill_id text NOT NULL,
        version text NOT NULL,
        digest text NOT NULL,
        type text NOT NULL,
        schema_version integer NOT NULL,
        client_key text NOT NULL,
        workspace_id uuid,
        key_id text,
        conversation_id text,
        gpt_id text,
        ephemeral_user_id text,
        body_sealed bytea,
        body_digest text NOT NULL,
        size_chars integer NOT NULL,
        scan text NOT NULL CHECK (scan IN ('scanned', 'not_scanned')),
        finding_counts jsonb NOT NULL,
        is_marked boolean NOT NULL,
        engine text NOT NULL,
        received_at timestamptz NOT NULL,
        erased_at timestamptz,
        UNIQUE (skill_id, client_key)
    );
    CREATE INDEX hub_record_of_skill ON hub_record (skill_id, id);
    CREATE INDEX hub_record_of_conversation ON hub_record (conversation_id) WHERE conversation_id IS NOT NULL;
    CREATE INDEX hub_record_by_age ON hub_record (type, received_at)
"""


def upgrade() -> None:
    op.execute(_KEY)
    op.execute(_RECORD)
