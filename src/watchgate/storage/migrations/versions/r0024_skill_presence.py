"""Which skills stand in which workspace, and are they still what was published?"""

from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.execute("SELECT 1")
