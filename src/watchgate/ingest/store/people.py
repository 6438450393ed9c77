"""How is the inventory of accounts written down?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.openai.compliance.model import WorkspaceUser

_ADD = """
INSERT INTO person AS p (workspace_id, user_id, email, name, role, status, first_seen_at, last_seen_at)
SELECT %(workspace)s, u.*, %(now)s, %(now)s
FROM unnest(%(ids)s::text[], %(emails)s::text[], %(names)s::text[], %(roles)s::text[], %(statuses)s::text[]) AS u
ON CONFLICT (workspace_id, user_id) DO UPDATE SET
  email = coalesce(excluded.email, p.email), name = coalesce(excluded.name, p.name), role = excluded.role, status = excluded.status
"""


async def add_accounts(
    connection: psycopg.AsyncConnection[Any],
    workspace_id: UUID,
    users: Sequence[WorkspaceUser],
    now: datetime,
) -> None:
    """Add accounts, or bring those that are known up to date."""
    rows = sorted(users, key=lambda user: user.id)
    await connection.execute(
        _ADD,
        {
            "workspace": workspace_id,
            "now": now,
            "ids": [user.id for user in rows],
            "emails": [user.email.reveal() if user.email else None for user in rows],
            "names": [user.name.reveal() if user.name else None for user in rows],
            "roles": [user.role for user in rows],
            "statuses": [user.status for user in rows],
        },
    )
