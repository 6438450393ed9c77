"""What does carrying out an approved request keep, beside its objects?"""

from alembic import op

revision = "0015"
down_revision = "0014"

_DUE = """
    ALTER TABLE remediation_object ADD COLUMN due_at timestamptz
"""
_RECENT = """
    CREATE INDEX remediation_object_attempted ON remediation_object (workspace_id, attempted_at)
        WHERE attempted_at IS NOT NULL
"""
_WATCHED = """
    CREATE INDEX remediation_object_watched ON remediation_object (due_at)
        WHERE state IN ('done', 'was_gone', 'verified') AND due_at IS NOT NULL
"""
_UNDER_WAY = """
    CREATE INDEX remediation_under_way ON remediation_request (state, id)
        WHERE state IN ('approved', 'running', 'paused', 'done', 'cancelled')
"""
_OWN_CALLS = """
    CREATE INDEX event_own_calls ON event (workspace_id, subject, occurred_at) WHERE is_own_call
"""


def upgrade() -> None:
    for statement in (_DUE, _RECENT, _WATCHED, _UNDER_WAY, _OWN_CALLS):
        op.execute(statement)
