"""How do the findings of today take the place of those that were there, and the sums follow?"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.findings.rescan.compare import Difference
from watchgate.findings.rescan.model import After, Candidate, Known
from watchgate.ingest.digest.rows import FindingRow
from watchgate.ingest.store.settle import insert_findings
from watchgate.ingest.store.sums import write_days

Connection = psycopg.AsyncConnection[Any]

_SAME = """
UPDATE finding f SET detector = u.detector, detector_version = u.version, score = u.score, explanation = u.explanation,
                     excerpt_masked = u.excerpt
FROM unnest(%(ids)s::text[], %(times)s::timestamptz[], %(detectors)s::text[], %(versions)s::text[], %(scores)s::smallint[],
            %(explanations)s::jsonb[], %(excerpts)s::text[]) AS u(id, at, detector, version, score, explanation, excerpt)
WHERE f.workspace_id = %(workspace)s AND f.id = u.id AND f.asset_at = u.at
"""
_GONE = """
DELETE FROM finding f USING unnest(%(ids)s::text[], %(times)s::timestamptz[]) AS u(id, at)
WHERE f.workspace_id = %(workspace)s AND f.id = u.id AND f.asset_at = u.at
"""
_OF_CONVERSATIONS = """
UPDATE conversation c SET finding_count = c.finding_count + u.change FROM unnest(%(ids)s::text[], %(changes)s::int[]) AS u(id, change)
WHERE c.workspace_id = %(workspace)s AND c.conversation_id = u.id
"""
_OF_MESSAGES = """
UPDATE message m SET finding_count = u.findings
FROM unnest(%(ids)s::text[], %(times)s::timestamptz[], %(events)s::text[], %(counts)s::int[]) AS u(id, at, event_id, findings)
WHERE m.workspace_id = %(workspace)s AND m.message_id = u.id AND m.occurred_at = u.at AND m.event_id = u.event_id
  AND m.finding_count <> u.findings
"""
_OF_FILES = """
UPDATE file f SET finding_count = u.findings FROM unnest(%(ids)s::text[], %(counts)s::int[]) AS u(id, findings)
WHERE f.workspace_id = %(workspace)s AND f.file_id = u.id AND f.finding_count <> u.findings
"""
_NOTHING_LEFT = (
    "DELETE FROM finding_day WHERE workspace_id = %s AND findings <= 0",
    "DELETE FROM finding_entity_day WHERE workspace_id = %s AND findings <= 0",
)


async def settle(
    connection: Connection, workspace_id: UUID, differences: Sequence[Difference], now: datetime
) -> None:
    """Findings that are the same are renewed, fresh ones put down, those that are gone removed; and the sums follow."""
    same = [pair for difference in differences for pair in difference.same]
    gone = [known for difference in differences for known in difference.gone]
    fresh = [pair for difference in differences for pair in difference.fresh]
    await _renew(connection, workspace_id, same)
    await connection.execute(
        _GONE, {"workspace": workspace_id, "ids": [one.id for one in gone], "times": [one.at for one in gone]}
    )
    for candidate, rows in _by_candidate(fresh):
        await insert_findings(
            connection,
            workspace_id,
            rows,
            asset_at=candidate.at,
            conversation_id=candidate.conversation_id,
            owner_id=candidate.owner_id,
            now=now,
        )
    await _sum(connection, workspace_id, gone, fresh)


async def count(
    connection: Connection, workspace_id: UUID, kind: str, counts: Sequence[tuple[Candidate, int]]
) -> None:
    """How many findings each asset has."""
    ordered = sorted(counts, key=lambda pair: (pair[0].asset_id, pair[0].event_id))
    arguments = {
        "workspace": workspace_id,
        "ids": [candidate.asset_id for candidate, _ in ordered],
        "counts": [number for _, number in ordered],
        "times": [candidate.at for candidate, _ in ordered],
        "events": [candidate.event_id for candidate, _ in ordered],
    }
    if kind == "message":
        await connection.execute(_OF_MESSAGES, arguments)
    elif kind == "file":
        await connection.execute(_OF_FILES, arguments)


async def _renew(
    connection: Connection, workspace_id: UUID, same: Sequence[tuple[Known, FindingRow]]
) -> None:
    arguments = {
        "workspace": workspace_id,
        "ids": [known.id for known, _ in same],
        "times": [known.at for known, _ in same],
        "detectors": [row.detector for _, row in same],
        "versions": [row.detector_version for _, row in same],
        "scores": [row.score for _, row in same],
        "explanations": [json.dumps(row.explanation) for _, row in same],
        "excerpts": [row.excerpt_masked for _, row in same],
    }
    await connection.execute(_SAME, arguments)


def _by_candidate(
    fresh: Iterable[tuple[Candidate, FindingRow]],
) -> Iterable[tuple[Candidate, list[FindingRow]]]:
    grouped: dict[After, tuple[Candidate, list[FindingRow]]] = {}
    for candidate, row in fresh:
        grouped.setdefault(candidate.key, (candidate, []))[1].append(row)
    return grouped.values()


async def _sum(
    connection: Connection,
    workspace_id: UUID,
    gone: Sequence[Known],
    fresh: Sequence[tuple[Candidate, FindingRow]],
) -> None:
    """In the order in which ingest does it, so that neither locks the other out."""
    conversations: Counter[str] = Counter()
    days: Counter[tuple[date, str, str]] = Counter()
    for candidate, row in fresh:
        conversations[candidate.conversation_id or ""] += 1
        days[candidate.at.date(), row.entity, candidate.owner_id or ""] += 1
    for known in gone:
        conversations[known.conversation_id or ""] -= 1
        days[known.at.date(), known.place.entity, known.owner_id or ""] -= 1
    ids = sorted(name for name, change in conversations.items() if name and change)
    await connection.execute(
        _OF_CONVERSATIONS,
        {"workspace": workspace_id, "ids": ids, "changes": [conversations[name] for name in ids]},
    )
    changed = Counter({key: change for key, change in days.items() if change})
    if changed:
        await write_days(connection, workspace_id, changed)
    if gone:
        for statement in _NOTHING_LEFT:
            await connection.execute(statement, (workspace_id,))
