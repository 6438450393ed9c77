"""Which rows hang on messages and findings that are gone?"""

from datetime import datetime
from typing import Any

import psycopg

_GOING = (
    "DELETE FROM conversation WHERE last_message_at < %(before)s",
    "DELETE FROM file WHERE first_seen_at < %(before)s AND state <> 'pending'",
    """
    DELETE FROM file_text t WHERE created_at < %(before)s
      AND NOT EXISTS (SELECT 1 FROM file f WHERE f.workspace_id = t.workspace_id AND f.sha256 = t.sha256)
    """,
    "DELETE FROM finding_day WHERE day < %(before)s::date",
    "DELETE FROM finding_entity_day WHERE day < %(before)s::date",
    "DELETE FROM broken_line WHERE found_at < %(before)s",
    "DELETE FROM log_file WHERE end_time < %(before)s AND state IN ('done', 'expired')",
)
"""Conversations that went on stay, with their later messages. Log files are forgotten only when OpenAI has forgotten them too:
a cut-off lies at least a month back."""


async def delete_before(connection: psycopg.AsyncConnection[Any], before: datetime) -> int:
    """Delete them; returns how many rows."""
    return sum([(await connection.execute(statement, {"before": before})).rowcount for statement in _GOING])
