"""What do we know of the runs of skills?"""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.execute("SELECT 1")
