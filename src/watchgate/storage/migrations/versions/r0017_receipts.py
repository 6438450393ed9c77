"""What does a receipt need, beside what the request keeps?"""

from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.execute("SELECT 1")
