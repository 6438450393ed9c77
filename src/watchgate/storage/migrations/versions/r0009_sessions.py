"""Who is signed in, and who has failed to too often?"""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute("SELECT 1")
