"""What does a person's erasure keep?"""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("SELECT 1")
