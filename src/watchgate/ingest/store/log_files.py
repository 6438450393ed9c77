"""Which log files do we know of, which are settled, and how far is each stream complete?

listed ──► done                    everything of it is in the catalogue
   ├─────► failed ──► done         tried again, later and later
   └─────► expired                 OpenAI has it no longer: what it held is lost, and the status says so
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

Connection = psycopg.AsyncConnection[Any]

_JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log file as it was listed."""

    file_id: str
    event_type: str
    end_time: datetime
    file_name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What settling a file came to."""

    events: int = 0
    duplicates: int = 0
    broken_lines: int = 0


@dataclass(frozen=True, slots=True)
class Due:
    """A file that waits to be settled."""

    file_id: str
    event_type: str
    end_time: datetime
    size_bytes: int
    sha256: str
    attempts: int


async def open_stream(
    connection: Connection, workspace_id: UUID, event_type: str, *, backfill_from: datetime
) -> None:
    """Begin to follow a stream, if we do not yet."""
    await connection.execute(
        "INSERT INTO log_stream (workspace_id, event_type, backfill_from) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (workspace_id, event_type, backfill_from),
    )


async def listed_until(connection: Connection, workspace_id: UUID, event_type: str) -> datetime | None:
    """The latest `end_time` of a file that we know of; None before the first."""
    cursor = await connection.execute(
        "SELECT max(end_time) FROM log_file WHERE workspace_id = %s AND event_type = %s",
        (workspace_id, event_type),
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def add_listed(
    connection: Connection, workspace_id: UUID, files: Sequence[LogFile], now: datetime
) -> int:
    """Put down files that were listed; returns how many are new."""
    cursor = await connection.execute(
        """
        INSERT INTO log_file (workspace_id, file_id, event_type, end_time, file_name, size_bytes, sha256, state, attempts, events,
                              duplicates, broken_lines, listed_at)
        SELECT %(workspace)s, u.*, 'listed', 0, 0, 0, 0, %(now)s
        FROM unnest(%(ids)s::text[], %(types)s::text[], %(ends)s::timestamptz[], %(names)s::text[], %(sizes)s::bigint[],
                    %(hashes)s::text[]) AS u
        ON CONFLICT (workspace_id, file_id) DO NOTHING
        """,
        {
            "workspace": workspace_id,
            "now": now,
            "ids": [file.file_id for file in files],
            "types": [file.event_type for file in files],
            "ends": [file.end_time for file in files],
            "names": [file.file_name for file in files],
            "sizes": [file.size_bytes for file in files],
            "hashes": [file.sha256 for file in files],
        },
    )
    return cursor.rowcount


async def correct(connection: Connection, workspace_id: UUID, file: LogFile) -> None:
    """What was listed of a file that waits was wrong: put down what is listed now, and try again at once."""
    await connection.execute(
        """
        UPDATE log_file SET size_bytes = %s, sha256 = %s, next_attempt_at = NULL
        WHERE workspace_id = %s AND file_id = %s AND state IN ('listed', 'failed') AND (size_bytes, sha256) <> (%s, %s)
        """,
        (file.size_bytes, file.sha256, workspace_id, file.file_id, file.size_bytes, file.sha256),
    )


async def polled(
    connection: Connection, workspace_id: UUID, event_type: str, *, at: datetime | None, error: str | None
) -> None:
    """Put down how asking for new files went: *at* when it was answered, else the *error*."""
    await connection.execute(
        """
        UPDATE log_stream SET last_polled_at = coalesce(%s, last_polled_at), last_error = %s
        WHERE workspace_id = %s AND event_type = %s
        """,
        (at, error, workspace_id, event_type),
    )


async def due(connection: Connection, workspace_id: UUID, *, now: datetime, limit: int) -> list[Due]:
    """Files that wait, the newest first: what people do now is seen at once, and the past is filled in behind it."""
    async with connection.cursor(row_factory=class_row(Due)) as cursor:
        await cursor.execute(
            """
            SELECT file_id, event_type, end_time, size_bytes, sha256, attempts FROM log_file
            WHERE workspace_id = %s AND state IN ('listed', 'failed') AND (next_attempt_at IS NULL OR next_attempt_at <= %s)
            ORDER BY end_time DESC, file_id LIMIT %s
            """,
            (workspace_id, now, limit),
        )
        return await cursor.fetchall()


async def find_due(
    connection: Connection, workspace_id: UUID, file_id: str, *, lock: bool = False
) -> Due | None:
    """The file; None when it is settled already. *lock*: nobody else settles it until the transaction ends."""
    query = """
        SELECT file_id, event_type, end_time, size_bytes, sha256, attempts FROM log_file
        WHERE workspace_id = %s AND file_id = %s AND state IN ('listed', 'failed')
        """
    async with connection.cursor(row_factory=class_row(Due)) as cursor:
        await cursor.execute(query + (" FOR UPDATE" if lock else ""), (workspace_id, file_id))
        return await cursor.fetchone()


async def lock_stream(connection: Connection, workspace_id: UUID, event_type: str) -> None:
    """Until the transaction ends nobody else settles files of this stream: two could hold the same event."""
    await connection.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"settle {workspace_id} {event_type}",)
    )


async def settled(
    connection: Connection, workspace_id: UUID, file: Due, counts: Counts, now: datetime
) -> None:
    """The file is in the catalogue: say so, and move the watermark of its stream, in the transaction that put it there."""
    await connection.execute(
        """
        UPDATE log_file SET state = 'done', attempts = attempts + 1, events = %s, duplicates = %s, broken_lines = %s,
                            last_error = NULL, settled_at = %s
        WHERE workspace_id = %s AND file_id = %s
        """,
        (counts.events, counts.duplicates, counts.broken_lines, now, workspace_id, file.file_id),
    )
    await _move_watermark(connection, workspace_id, file.event_type)


async def not_settled(
    connection: Connection, workspace_id: UUID, file_id: str, error: str, *, retry_at: datetime
) -> None:
    """The file could not be settled, and will be tried again."""
    await connection.execute(
        """
        UPDATE log_file SET state = 'failed', attempts = attempts + 1, last_error = %s, next_attempt_at = %s
        WHERE workspace_id = %s AND file_id = %s AND state IN ('listed', 'failed')
        """,
        (error, retry_at, workspace_id, file_id),
    )


async def lost(connection: Connection, workspace_id: UUID, file: Due, error: str, now: datetime) -> None:
    """OpenAI has the file no longer: what it held is lost."""
    await connection.execute(
        """
        UPDATE log_file SET state = 'expired', attempts = attempts + 1, last_error = %s, settled_at = %s
        WHERE workspace_id = %s AND file_id = %s AND state IN ('listed', 'failed')
        """,
        (error, now, workspace_id, file.file_id),
    )
    await _move_watermark(connection, workspace_id, file.event_type)


async def _move_watermark(connection: Connection, workspace_id: UUID, event_type: str) -> None:
    """Everything up to the watermark is settled."""
    await connection.execute(
        """
        UPDATE log_stream SET watermark = coalesce(
            (SELECT min(end_time) - %(step)s FROM log_file
             WHERE workspace_id = %(workspace)s AND event_type = %(type)s AND state IN ('listed', 'failed')),
            (SELECT max(end_time) FROM log_file WHERE workspace_id = %(workspace)s AND event_type = %(type)s))
        WHERE workspace_id = %(workspace)s AND event_type = %(type)s
        """,
        {"workspace": workspace_id, "type": event_type, "step": _JUST_BEFORE},
    )
