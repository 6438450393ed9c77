"""What did runs of skills leave behind?"""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.execute("SELECT 1")
