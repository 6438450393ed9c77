"""Which rules open remediation requests by themselves, and whom did they give notice?"""

from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.execute("SELECT 1")
