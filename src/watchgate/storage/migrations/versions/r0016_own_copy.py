"""What must never come back, once erased?"""

from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.execute("SELECT 1")
