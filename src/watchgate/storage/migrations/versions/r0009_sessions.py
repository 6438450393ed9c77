"""Who is signed in, who has failed to too often, and which links let somebody set a password?"""

from alembic import op

revision = "0009"
down_revision = "0008"

_SESSION = """
    CREATE TABLE person_session (
        id text PRIMARY KEY,
        person_id text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
        secret_hash bytea NOT NULL UNIQUE,
        method text NOT NULL,
        created_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        rights bytea NOT NULL,
        address text NOT NULL,
        browser text NOT NULL
    );
    CREATE INDEX person_session_of_person ON person_session (person_id, created_at);
    CREATE INDEX person_session_by_end ON person_session (ends_at)
"""
_ATTEMPTS = """
    CREATE TABLE sign_in_attempts (
        subject bytea PRIMARY KEY,
        attempts integer NOT NULL,
        last_at timestamptz NOT NULL,
        blocked_until timestamptz NOT NULL
    );
    CREATE INDEX sign_in_attempts_oldest ON sign_in_attempts (last_at)
"""
_LINK = """
    CREATE TABLE one_time_link (
        secret_hash bytea PRIMARY KEY,
        person_id text REFERENCES account (id) ON DELETE CASCADE,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )
"""


def upgrade() -> None:
    for statement in (_SESSION, _ATTEMPTS, _LINK):
        op.execute(statement)
