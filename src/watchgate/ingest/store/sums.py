"""What do new events add up to: for their conversations, their people, and the days?"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import psycopg

from watchgate.ingest.digest.rows import ConversationRow, Digested, FileRow

_CONVERSATIONS = """
INSERT INTO conversation AS c (workspace_id, conversation_id, owner_id, title_sealed, titled_at, gpt_id, project_id, is_temporary,
                               created_at, first_message_at, last_message_at, version_count, finding_count)
SELECT %(workspace)s, u.* FROM unnest(
  %(ids)s::text[], %(owners)s::text[], %(titles)s::bytea[], %(titled)s::timestamptz[], %(gpts)s::text[], %(projects)s::text[],
  %(temporary)s::bool[], %(created)s::timestamptz[], %(first)s::timestamptz[], %(last)s::timestamptz[], %(versions)s::int[],
  %(findings)s::int[]) AS u
ON CONFLICT (workspace_id, conversation_id) DO UPDATE SET
  owner_id = coalesce(c.owner_id, excluded.owner_id),
  title_sealed = CASE WHEN excluded.titled_at >= coalesce(c.titled_at, '-infinity') THEN excluded.title_sealed ELSE c.title_sealed END,
  titled_at = greatest(c.titled_at, excluded.titled_at),  -- null without a title, and then the title that we have stays
  gpt_id = coalesce(excluded.gpt_id, c.gpt_id),
  project_id = coalesce(excluded.project_id, c.project_id),
  is_temporary = c.is_temporary OR excluded.is_temporary,
  created_at = coalesce(c.created_at, excluded.created_at),
  first_message_at = least(c.first_message_at, excluded.first_message_at),
  last_message_at = greatest(c.last_message_at, excluded.last_message_at),
  version_count = c.version_count + excluded.version_count,
  finding_count = c.finding_count + excluded.finding_count
"""

_PEOPLE = """
INSERT INTO person AS p (workspace_id, user_id, email, first_seen_at, last_seen_at)
SELECT %(workspace)s, u.* FROM unnest(%(ids)s::text[], %(emails)s::text[], %(first)s::timestamptz[], %(last)s::timestamptz[]) AS u
ON CONFLICT (workspace_id, user_id) DO UPDATE SET
  email = CASE WHEN excluded.last_seen_at >= p.last_seen_at THEN coalesce(excluded.email, p.email) ELSE coalesce(p.email, excluded.email) END,
  first_seen_at = least(p.first_seen_at, excluded.first_seen_at),
  last_seen_at = greatest(p.last_seen_at, excluded.last_seen_at)
"""

_FILES = """
INSERT INTO file (workspace_id, file_id, name_sealed, owner_id, conversation_id, first_seen_at, state, finding_count, attempts, next_attempt_at)
SELECT %(workspace)s, u.file_id, u.name, u.owner, u.conversation, u.seen, 'pending', 0, 0, u.seen
FROM unnest(%(ids)s::text[], %(names)s::bytea[], %(owners)s::text[], %(conversations)s::text[], %(seen)s::timestamptz[])
     AS u(file_id, name, owner, conversation, seen)
ON CONFLICT (workspace_id, file_id) DO NOTHING
"""

_DAYS = """
INSERT INTO finding_day AS d (workspace_id, day, entity, owner_id, findings)
SELECT %(workspace)s, u.* FROM unnest(%(days)s::date[], %(entities)s::text[], %(owners)s::text[], %(counts)s::bigint[]) AS u
ON CONFLICT (workspace_id, day, entity, owner_id) DO UPDATE SET findings = d.findings + excluded.findings
"""

_ENTITY_DAYS = """
INSERT INTO finding_entity_day AS d (workspace_id, day, entity, findings)
SELECT %(workspace)s, u.day, u.entity, sum(u.findings)
FROM unnest(%(days)s::date[], %(entities)s::text[], %(counts)s::bigint[]) AS u(day, entity, findings) GROUP BY u.day, u.entity
ORDER BY u.day, u.entity
ON CONFLICT (workspace_id, day, entity) DO UPDATE SET findings = d.findings + excluded.findings
"""


@dataclass(slots=True)
class _Conversation:
    """One conversation as a batch of events leaves it."""

    title_sealed: bytes | None
    titled_at: datetime | None
    first_at: datetime
    last_at: datetime
    owner_id: str | None
    gpt_id: str | None
    project_id: str | None
    created_at: datetime | None
    is_temporary: bool
    versions: int = 0
    findings: int = 0


@dataclass(slots=True)
class _Person:
    email: str | None
    first_at: datetime
    last_at: datetime


@dataclass(slots=True)
class Sums:
    """Adds up in memory first: a conversation is updated once for a batch, not once for each of its messages."""

    conversations: dict[str, _Conversation] = field(default_factory=dict)
    people: dict[str, _Person] = field(default_factory=dict)
    files: dict[str, tuple[FileRow, str | None, str | None, datetime]] = field(default_factory=dict)
    days: Counter[tuple[date, str, str]] = field(default_factory=Counter)

    def add(self, digested: Digested) -> None:
        """Take one new event in."""
        at = digested.event.occurred_at
        if digested.conversation is not None:
            self._add_conversation(digested, digested.conversation, at)
        if digested.person is not None:
            self._add_person(digested.person.user_id, digested.person.email, at)
        conversation_id = digested.conversation.conversation_id if digested.conversation else None
        for file in digested.files:
            self.files.setdefault(file.file_id, (file, digested.event.actor_id, conversation_id, at))
        owner_id = digested.event.actor_id or ""
        for finding in digested.findings:
            self.days[at.date(), finding.entity, owner_id] += 1

    async def write(self, connection: psycopg.AsyncConnection[Any], workspace_id: UUID) -> None:
        """Add the sums to what is there. Rows in the order of their keys, so that two writers cannot lock each other out."""
        if self.conversations:
            await connection.execute(
                _CONVERSATIONS, {"workspace": workspace_id, **self._conversation_columns()}
            )
        if self.people:
            ids = sorted(self.people)
            people = [self.people[user_id] for user_id in ids]
            columns = {
                "ids": ids,
                "emails": [person.email for person in people],
                "first": [person.first_at for person in people],
                "last": [person.last_at for person in people],
            }
            await connection.execute(_PEOPLE, {"workspace": workspace_id, **columns})
        if self.files:
            await connection.execute(_FILES, {"workspace": workspace_id, **self._file_columns()})
        if self.days:
            await write_days(connection, workspace_id, self.days)

    def _add_conversation(self, digested: Digested, row: ConversationRow, at: datetime) -> None:
        known = self.conversations.get(row.conversation_id)
        if known is None:
            known = self.conversations[row.conversation_id] = _Conversation(
                title_sealed=None,
                titled_at=None,
                first_at=at,
                last_at=at,
                owner_id=row.owner_id,
                gpt_id=row.gpt_id,
                project_id=row.project_id,
                created_at=row.created_at,
                is_temporary=row.is_temporary,
            )
        if row.title_sealed is not None and (known.titled_at is None or at >= known.titled_at):
            known.title_sealed, known.titled_at = row.title_sealed, at
        known.gpt_id = row.gpt_id or known.gpt_id
        known.project_id = row.project_id or known.project_id
        known.first_at, known.last_at = min(known.first_at, at), max(known.last_at, at)
        known.owner_id = known.owner_id or row.owner_id
        known.created_at = known.created_at or row.created_at
        known.is_temporary |= row.is_temporary
        known.versions += digested.message is not None
        known.findings += len(digested.findings)

    def _add_person(self, user_id: str, email: str | None, at: datetime) -> None:
        known = self.people.get(user_id)
        if known is None:
            self.people[user_id] = _Person(email, at, at)
            return
        if at >= known.last_at:
            known.email = email or known.email
        known.first_at, known.last_at = min(known.first_at, at), max(known.last_at, at)

    def _conversation_columns(self) -> dict[str, Any]:
        ids = sorted(self.conversations)
        rows = [self.conversations[conversation_id] for conversation_id in ids]
        return {
            "ids": ids,
            "owners": [row.owner_id for row in rows],
            "titles": [row.title_sealed for row in rows],
            "titled": [row.titled_at for row in rows],
            "gpts": [row.gpt_id for row in rows],
            "projects": [row.project_id for row in rows],
            "temporary": [row.is_temporary for row in rows],
            "created": [row.created_at for row in rows],
            "first": [row.first_at for row in rows],
            "last": [row.last_at for row in rows],
            "versions": [row.versions for row in rows],
            "findings": [row.findings for row in rows],
        }

    def _file_columns(self) -> dict[str, Any]:
        rows = [self.files[file_id] for file_id in sorted(self.files)]
        return {
            "ids": [file.file_id for file, *_ in rows],
            "names": [file.name_sealed for file, *_ in rows],
            "owners": [owner for _, owner, _, _ in rows],
            "conversations": [conversation for _, _, conversation, _ in rows],
            "seen": [seen for *_, seen in rows],
        }


async def write_days(
    connection: psycopg.AsyncConnection[Any], workspace_id: UUID, days: Counter[tuple[date, str, str]]
) -> None:
    """Add to the findings of (day, entity, owner)."""
    keys = sorted(days)
    columns: dict[str, list[Any]] = {
        "days": [day for day, _, _ in keys],
        "entities": [entity for _, entity, _ in keys],
        "owners": [owner for _, _, owner in keys],
        "counts": [days[key] for key in keys],
    }
    await connection.execute(_DAYS, {"workspace": workspace_id, **columns})
    del columns["owners"]
    await connection.execute(_ENTITY_DAYS, {"workspace": workspace_id, **columns})
