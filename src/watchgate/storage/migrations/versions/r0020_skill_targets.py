"""What is published where, and is it still what it was?"""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("SELECT 1")
