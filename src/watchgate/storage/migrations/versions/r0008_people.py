"""Who are the people, and whose are the API tokens?"""

from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.execute("SELECT 1")
