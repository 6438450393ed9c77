"""How does a frame of digested events become rows, each counted once?

An event that is there already brings nothing: it was delivered twice. Only what is new is added to conversations, people,
files, findings and their sums. The caller holds the lock of the stream, so nobody else settles events of this type.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from psycopg.types.json import Jsonb

from watchgate.ingest.digest.rows import BrokenRow, Digested, FindingRow
from watchgate.ingest.store.sums import Sums

Connection = psycopg.AsyncConnection[Any]

_NEW_EVENTS = """
INSERT INTO event (workspace_id, event_id, type, occurred_at, file_id, actor_type, actor_id, is_own_call, subject, sealed)
SELECT %(workspace)s, u.event_id, u.type, u.occurred_at, %(file)s, u.actor_type, u.actor_id, u.is_own_call, u.subject, u.sealed
FROM unnest(%(ids)s::text[], %(types)s::text[], %(times)s::timestamptz[], %(actor_types)s::text[], %(actors)s::text[],
            %(own)s::bool[], %(subjects)s::text[], %(sealed)s::bytea[])
     AS u(event_id, type, occurred_at, actor_type, actor_id, is_own_call, subject, sealed)
WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.workspace_id = %(workspace)s AND e.event_id = u.event_id)
ON CONFLICT DO NOTHING
RETURNING event_id
"""

_MESSAGES = """
COPY message (workspace_id, message_id, occurred_at, event_id, conversation_id, previous_message_id, author_type, author_id,
              model, client_type, size_chars, sealed, scan_state, scan_note, finding_count) FROM STDIN
"""

_FINDINGS = """
COPY finding (id, workspace_id, asset_at, asset_kind, asset_id, conversation_id, owner_id, entity, detector, detector_version,
              start, "end", score, explanation, excerpt_masked, fingerprint, found_at) FROM STDIN
"""

_USES = "COPY skill_use (workspace_id, kind, told) FROM STDIN"

_BROKEN = (
    "COPY broken_line (workspace_id, file_id, byte_offset, size_bytes, reason, sealed, found_at) FROM STDIN"
)


async def insert_new(
    connection: Connection, workspace_id: UUID, file_id: str, events: Sequence[Digested]
) -> list[Digested]:
    """Insert the events that are not there yet; returns these, each once, in their order."""
    once: dict[str, Digested] = {}
    for digested in events:
        once.setdefault(digested.event.event_id, digested)
    rows = [digested.event for digested in once.values()]
    arguments: Mapping[str, Any] = {
        "workspace": workspace_id,
        "file": file_id,
        "ids": [row.event_id for row in rows],
        "types": [row.type for row in rows],
        "times": [row.occurred_at for row in rows],
        "actor_types": [row.actor_type for row in rows],
        "actors": [row.actor_id for row in rows],
        "own": [row.is_own_call for row in rows],
        "subjects": [row.subject for row in rows],
        "sealed": [row.sealed for row in rows],
    }
    cursor = await connection.execute(_NEW_EVENTS, arguments)
    new = {event_id for (event_id,) in await cursor.fetchall()}
    return [once[row.event_id] for row in rows if row.event_id in new]


async def add(connection: Connection, workspace_id: UUID, events: Sequence[Digested], now: datetime) -> None:
    """Add what new events bring: messages, findings, and the sums over them."""
    events = await _without_known_titles(connection, workspace_id, events)
    await _copy(connection, _MESSAGES, _message_rows(workspace_id, events))
    await _copy(connection, _FINDINGS, _finding_rows(workspace_id, events, now))
    if uses := _use_rows(workspace_id, events):
        await _copy(connection, _USES, uses)
    sums = Sums()
    for digested in events:
        sums.add(digested)
    await sums.write(connection, workspace_id)


async def _without_known_titles(
    connection: Connection, workspace_id: UUID, events: Sequence[Digested]
) -> Sequence[Digested]:
    """A title stands in every message of its conversation; what was found in it counts once."""
    in_titles = [row.id for digested in events for row in digested.findings if row.asset_kind == "title"]
    if not in_titles:
        return events
    cursor = await connection.execute(
        "SELECT id FROM finding WHERE workspace_id = %s AND id = ANY(%s)", (workspace_id, in_titles)
    )
    known = {row_id for (row_id,) in await cursor.fetchall()}
    fresh: list[Digested] = []
    for digested in events:
        findings = [row for row in digested.findings if row.id not in known]
        known.update(row.id for row in findings)
        fresh.append(msgspec.structs.replace(digested, findings=findings))
    return fresh


async def quarantine(
    connection: Connection, workspace_id: UUID, file_id: str, broken: Iterable[BrokenRow], now: datetime
) -> None:
    """Keep lines that could not be read, with their place in the file."""
    rows = (
        (workspace_id, file_id, row.byte_offset, row.size_bytes, row.reason, row.sealed, now)
        for row in broken
    )
    await _copy(connection, _BROKEN, rows)


async def insert_findings(
    connection: Connection,
    workspace_id: UUID,
    findings: Iterable[FindingRow],
    *,
    asset_at: datetime,
    conversation_id: str | None,
    owner_id: str | None,
    now: datetime,
) -> None:
    """Add the findings of one asset."""
    rows = (
        _finding_row(
            workspace_id, row, asset_at=asset_at, conversation_id=conversation_id, owner_id=owner_id, now=now
        )
        for row in findings
    )
    await _copy(connection, _FINDINGS, rows)


async def _copy(connection: Connection, statement: str, rows: Iterable[Sequence[Any]]) -> None:
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            await copy.write_row(row)


def _use_rows(workspace_id: UUID, events: Sequence[Digested]) -> Sequence[Sequence[Any]]:
    return [
        (workspace_id, digested.use.kind, Jsonb(digested.use.told)) for digested in events if digested.use
    ]


def _message_rows(workspace_id: UUID, events: Sequence[Digested]) -> Iterable[Sequence[Any]]:
    for digested in events:
        event, message = digested.event, digested.message
        if message is not None:
            yield (
                workspace_id,
                message.message_id,
                event.occurred_at,
                event.event_id,
                message.conversation_id,
                message.previous_message_id,
                message.author_type,
                message.author_id,
                message.model,
                message.client_type,
                message.size_chars,
                message.sealed,
                message.scan_state,
                message.scan_note,
                sum(row.asset_kind == "message" for row in digested.findings),
            )


def _finding_rows(workspace_id: UUID, events: Sequence[Digested], now: datetime) -> Iterable[Sequence[Any]]:
    for digested in events:
        conversation = digested.conversation
        for row in digested.findings:
            yield _finding_row(
                workspace_id,
                row,
                asset_at=digested.event.occurred_at,
                conversation_id=conversation.conversation_id if conversation else None,
                owner_id=digested.event.actor_id,
                now=now,
            )


def _finding_row(
    workspace_id: UUID,
    row: FindingRow,
    *,
    asset_at: datetime,
    conversation_id: str | None,
    owner_id: str | None,
    now: datetime,
) -> Sequence[Any]:
    """The columns of `finding`, in the order of the COPY."""
    return (
        row.id,
        workspace_id,
        asset_at,
        row.asset_kind,
        row.asset_id,
        conversation_id,
        owner_id,
        row.entity,
        row.detector,
        row.detector_version,
        row.start,
        row.end,
        row.score,
        Jsonb(row.explanation),
        row.excerpt_masked,
        row.fingerprint,
        now,
    )
