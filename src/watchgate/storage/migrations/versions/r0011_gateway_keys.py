"""Which keys do clients of the gateway have, and whose budget do they spend?"""

from alembic import op

revision = "0011"
down_revision = "0010"

_KEY = """
    CREATE TABLE gateway_key (
        id text PRIMARY KEY,
        name text NOT NULL,
        team text NOT NULL,
        project text,
        budget_month_microusd bigint,
        budget_day_microusd bigint,
        requests_per_minute bigint,
        tokens_per_minute bigint,
        models text[] NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        expires_at timestamptz,
        rotated_at timestamptz,
        revoked_at timestamptz
    )
"""
_HASHES = """
    CREATE TABLE gateway_key_secret (
        sha256 bytea PRIMARY KEY,
        key_id text NOT NULL REFERENCES gateway_key (id) ON DELETE CASCADE,
        valid_until timestamptz
    )
"""


def upgrade() -> None:
    op.execute(_KEY)
    op.execute(_HASHES)
    op.execute("CREATE INDEX gateway_key_secret_key_id ON gateway_key_secret (key_id)")
