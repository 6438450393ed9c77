"""Who is signing in through another provider just now?"""

from alembic import op

revision = "0010"
down_revision = "0009"

_ATTEMPT = """
    CREATE TABLE sign_in_elsewhere (
        state_hash bytea PRIMARY KEY,
        browser_hash bytea NOT NULL,
        provider text NOT NULL,
        redirect_uri text NOT NULL,
        next_path text NOT NULL,
        begun_at timestamptz NOT NULL
    );
    CREATE INDEX sign_in_elsewhere_oldest ON sign_in_elsewhere (begun_at)
"""


def upgrade() -> None:
    op.execute(_ATTEMPT)
