"""Where in the ledger does the entry stand that a receipt speaks of?"""

from alembic import op

revision = "0017"
down_revision = "0016"

_PLACE = """
    CREATE TABLE ledger_place (
        outbox_id bigint PRIMARY KEY,
        subject text NOT NULL,
        part integer,
        type text NOT NULL,
        log text NOT NULL,
        seq bigint NOT NULL
    );
    CREATE INDEX ledger_place_of_subject ON ledger_place (subject, part, outbox_id)
"""


def upgrade() -> None:
    op.execute(_PLACE)
