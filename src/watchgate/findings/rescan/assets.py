"""Which assets come next, and what was found in them before?"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.findings.rescan.model import After, Candidate, Known
from watchgate.ingest.digest.again import Place, StoredAsset

Connection = psycopg.AsyncConnection[Any]

_MESSAGES = """
SELECT m.message_id, m.occurred_at, m.conversation_id, e.actor_id, m.sealed, m.event_id
FROM message m LEFT JOIN event e ON (e.workspace_id, e.event_id, e.occurred_at) = (m.workspace_id, m.event_id, m.occurred_at)
WHERE m.workspace_id = %(workspace)s
  AND (m.conversation_id, m.occurred_at, m.message_id, m.event_id) > (%(k0)s, %(k1)s::timestamptz, %(k2)s, %(k3)s)
ORDER BY m.conversation_id, m.occurred_at, m.message_id, m.event_id LIMIT %(limit)s
"""
_TITLES = """
SELECT conversation_id, coalesce(titled_at, last_message_at), conversation_id, owner_id, title_sealed, NULL
FROM conversation WHERE workspace_id = %(workspace)s AND conversation_id > %(k0)s AND title_sealed IS NOT NULL
ORDER BY conversation_id LIMIT %(limit)s
"""
_FILES = """
SELECT f.file_id, f.first_seen_at, f.conversation_id, f.owner_id, f.name_sealed, f.sha256, t.sealed
FROM file f LEFT JOIN file_text t ON (t.workspace_id, t.sha256) = (f.workspace_id, f.sha256)
WHERE f.workspace_id = %(workspace)s AND f.file_id > %(k0)s AND f.state = 'fetched' ORDER BY f.file_id LIMIT %(limit)s
"""
_EVENTS = """
SELECT event_id, occurred_at, NULL, actor_id, sealed, NULL FROM event
WHERE workspace_id = %(workspace)s AND (event_id, occurred_at) > (%(k0)s, %(k1)s::timestamptz) AND sealed IS NOT NULL
ORDER BY event_id, occurred_at LIMIT %(limit)s
"""
_KNOWN = """
SELECT f.id, f.asset_id, f.asset_at, f.explanation ->> 'part', f.entity, f.start, f."end", f.fingerprint, f.owner_id, f.conversation_id
FROM (SELECT DISTINCT * FROM unnest(%(ids)s::text[], %(times)s::timestamptz[], %(conversations)s::text[])
      AS u(asset_id, asset_at, conversation_id)) AS u
JOIN finding f ON f.workspace_id = %(workspace)s AND f.asset_kind = %(kind)s AND f.asset_id = u.asset_id
  AND f.conversation_id IS NOT DISTINCT FROM u.conversation_id
"""
_AT_THEIR_TIME = " AND f.asset_at = u.asset_at"
_LONG_AGO = "-infinity"


async def next_batch(
    connection: Connection, workspace_id: UUID, kind: str, after: After, limit: int
) -> list[Candidate]:
    """The *limit* assets of this kind behind *after*."""
    keys = (*after, *("", _LONG_AGO, "", "")[len(after) :])
    arguments = {
        "workspace": workspace_id,
        "limit": limit,
        **{f"k{index}": key for index, key in enumerate(keys)},
    }
    statement, made = _BATCHES[kind]
    cursor = await connection.execute(statement, arguments)
    return [made(row) for row in await cursor.fetchall()]


async def known_findings(
    connection: Connection, workspace_id: UUID, kind: str, candidates: Sequence[Candidate]
) -> list[Known]:
    """What was found in these assets. Of a title: whenever it was written."""
    statement = _KNOWN if kind == "title" else _KNOWN + _AT_THEIR_TIME
    arguments = {
        "workspace": workspace_id,
        "kind": kind,
        "ids": [one.asset_id for one in candidates],
        "times": [one.at for one in candidates],
        "conversations": [one.conversation_id for one in candidates],
    }
    cursor = await connection.execute(statement, arguments)
    return [
        Known(id_, asset_id, at, part, Place(entity, start, end, fingerprint), owner, conversation)
        for id_, asset_id, at, part, entity, start, end, fingerprint, owner, conversation in await cursor.fetchall()
    ]


def _message(row: Sequence[Any]) -> Candidate:
    message_id, at, conversation_id, owner_id, sealed, event_id = row
    asset = (
        StoredAsset("message", message_id, ((b"message:" + message_id.encode(), sealed),)) if sealed else None
    )
    key = (conversation_id, _exact(at), message_id, event_id)
    return Candidate(key, message_id, at, conversation_id, owner_id, asset, event_id)


def _title(row: Sequence[Any]) -> Candidate:
    asset_id, at, conversation_id, owner_id, sealed, _ = row
    asset = StoredAsset("title", asset_id, ((b"title:" + asset_id.encode(), sealed),))
    return Candidate((asset_id,), asset_id, at, conversation_id, owner_id, asset)


def _file(row: Sequence[Any]) -> Candidate:
    file_id, at, conversation_id, owner_id, name, sha256, text = row
    pieces = [(b"file:" + file_id.encode(), name)]
    if text is not None:
        pieces.append((b"text:" + sha256.encode(), text))
    asset = StoredAsset("file", file_id, tuple(pieces))
    return Candidate((file_id,), file_id, at, conversation_id, owner_id, asset)


def _event(row: Sequence[Any]) -> Candidate:
    event_id, at, _, owner_id, sealed, _ = row
    asset = StoredAsset("event", event_id, ((b"event:" + event_id.encode(), sealed),))
    return Candidate((event_id, _exact(at)), event_id, at, None, owner_id, asset)


def _exact(moment: datetime) -> str:
    return moment.isoformat()


_BATCHES = {
    "message": (_MESSAGES, _message),
    "title": (_TITLES, _title),
    "file": (_FILES, _file),
    "event": (_EVENTS, _event),
}
