"""Which keys do clients of the gateway have, and whose budget do they spend?"""

from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.execute("SELECT 1")
