"""Which uploaded files wait to be fetched, and what came of them?

pending ──► fetched       its text is examined, or it says why not
   └──────► unavailable   OpenAI has it no longer: it was never looked at
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from watchgate.ingest.digest.rows import FindingRow
from watchgate.ingest.store.settle import insert_findings
from watchgate.ingest.store.sums import write_days

Connection = psycopg.AsyncConnection[Any]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody uploaded, still to be fetched."""

    file_id: str
    name_sealed: bytes
    owner_id: str | None
    conversation_id: str | None
    first_seen_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came of it. `scan_note`: why it, or a part of it, was not examined."""

    size_bytes: int
    sha256: str
    mime: str | None
    scan_state: str
    scan_note: str | None
    text_sealed: bytes | None
    size_chars: int


_WAITING = "SELECT file_id, name_sealed, owner_id, conversation_id, first_seen_at, attempts FROM file"


async def pending(connection: Connection, workspace_id: UUID, *, now: datetime, limit: int) -> list[Upload]:
    """Files to fetch, the newest first: only those of the last two days are still there."""
    async with connection.cursor(row_factory=class_row(Upload)) as cursor:
        await cursor.execute(
            f"{_WAITING} WHERE workspace_id = %s AND state = 'pending' AND next_attempt_at <= %s "
            "ORDER BY first_seen_at DESC, file_id LIMIT %s",
            (workspace_id, now, limit),
        )
        return await cursor.fetchall()


async def find_pending(
    connection: Connection, workspace_id: UUID, file_id: str, *, lock: bool = False
) -> Upload | None:
    """The file; None when it waits no longer."""
    async with connection.cursor(row_factory=class_row(Upload)) as cursor:
        await cursor.execute(
            f"{_WAITING} WHERE workspace_id = %s AND file_id = %s AND state = 'pending'"
            + (" FOR UPDATE" if lock else ""),
            (workspace_id, file_id),
        )
        return await cursor.fetchone()


async def fetched(
    connection: Connection,
    workspace_id: UUID,
    upload: Upload,
    result: Fetched,
    findings: Sequence[FindingRow],
    now: datetime,
) -> None:
    """Put down the file with its text and findings. The caller has locked it."""
    await connection.execute(
        """
        UPDATE file SET state = 'fetched', state_note = NULL, size_bytes = %s, sha256 = %s, mime = %s, scan_state = %s,
                        scan_note = %s, finding_count = %s, attempts = attempts + 1, settled_at = %s
        WHERE workspace_id = %s AND file_id = %s
        """,
        (
            result.size_bytes,
            result.sha256,
            result.mime,
            result.scan_state,
            result.scan_note,
            len(findings),
            now,
            workspace_id,
            upload.file_id,
        ),
    )
    await connection.execute(
        """
        INSERT INTO file_text (workspace_id, sha256, sealed, size_chars, note, created_at) VALUES (%s, %s, %s, %s, %s, %s)
        ON CONFLICT DO NOTHING
        """,
        (workspace_id, result.sha256, result.text_sealed, result.size_chars, result.scan_note, now),
    )
    await _add_findings(connection, workspace_id, upload, findings, now)


async def unavailable(
    connection: Connection, workspace_id: UUID, file_id: str, note: str, now: datetime
) -> None:
    """OpenAI has the file no longer."""
    await connection.execute(
        """
        UPDATE file SET state = 'unavailable', state_note = %s, scan_state = 'not_scanned', scan_note = %s,
                        attempts = attempts + 1, settled_at = %s
        WHERE workspace_id = %s AND file_id = %s AND state = 'pending'
        """,
        (note, note, now, workspace_id, file_id),
    )


async def put_off(
    connection: Connection, workspace_id: UUID, file_id: str, note: str, *, retry_at: datetime
) -> None:
    """It could not be fetched just now."""
    await connection.execute(
        """
        UPDATE file SET state_note = %s, attempts = attempts + 1, next_attempt_at = %s
        WHERE workspace_id = %s AND file_id = %s AND state = 'pending'
        """,
        (note, retry_at, workspace_id, file_id),
    )


async def _add_findings(
    connection: Connection, workspace_id: UUID, upload: Upload, findings: Sequence[FindingRow], now: datetime
) -> None:
    if not findings:
        return
    await insert_findings(
        connection,
        workspace_id,
        findings,
        asset_at=upload.first_seen_at,
        conversation_id=upload.conversation_id,
        owner_id=upload.owner_id,
        now=now,
    )
    await connection.execute(
        "UPDATE conversation SET finding_count = finding_count + %s WHERE workspace_id = %s AND conversation_id = %s",
        (len(findings), workspace_id, upload.conversation_id),
    )
    days: Counter[tuple[date, str, str]] = Counter(
        (upload.first_seen_at.date(), row.entity, upload.owner_id or "") for row in findings
    )
    await write_days(connection, workspace_id, days)
