"""What does carrying out an approved request keep, beside its objects?"""

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.execute("SELECT 1")
