"""Who are the people, and whose are the API tokens?"""

from alembic import op

revision = "0008"
down_revision = "0007"

_ACCOUNT = """
    CREATE TABLE account (
        id text PRIMARY KEY,
        email text NOT NULL,
        email_key text NOT NULL UNIQUE,
        name text NOT NULL,
        role text NOT NULL,
        grants text[] NOT NULL,
        workspaces uuid[],
        state text NOT NULL,
        source text NOT NULL,
        issuer text,
        subject text,
        password_hash text,
        password_set_at timestamptz,
        created_at timestamptz NOT NULL,
        last_signed_in_at timestamptz,
        UNIQUE (issuer, subject)
    )
"""
_ADDED_TO_TOKENS = """
    ALTER TABLE api_token
        ADD COLUMN permissions text[],
        ADD COLUMN workspaces uuid[],
        ADD COLUMN person_id text REFERENCES account (id) ON DELETE CASCADE;
    CREATE INDEX api_token_of_person ON api_token (person_id, created_at)
"""


def upgrade() -> None:
    for statement in (_ACCOUNT, _ADDED_TO_TOKENS):
        op.execute(statement)
