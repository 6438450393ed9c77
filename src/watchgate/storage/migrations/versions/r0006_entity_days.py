"""How many findings of each entity were there on each day, whoever's they are?"""

from alembic import op

revision = "0006"
down_revision = "0005"

_STATEMENTS = (
    """
    CREATE TABLE finding_entity_day (
        workspace_id uuid NOT NULL,
        day date NOT NULL,
        entity text NOT NULL,
        findings bigint NOT NULL,
        PRIMARY KEY (workspace_id, day, entity)
    )
    """,
    """
    INSERT INTO finding_entity_day (workspace_id, day, entity, findings)
    SELECT workspace_id, day, entity, sum(findings) FROM finding_day GROUP BY workspace_id, day, entity
    """,
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
