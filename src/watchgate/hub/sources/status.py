"""Is the platform's audit log read, of each workspace? What is not read is no zero: it is said, with what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from watchgate.hub.sources import store
from watchgate.hub.sources.audit import AuditTypes
from watchgate.hub.sources.store import Cursor
from watchgate.storage.database import Database
from watchgate.workspaces import store as workspace_store
from watchgate.workspaces.model import KeyKind, Workspace, WorkspaceState

_ADVICE = {
    "off": "OpenAI lists no event for the use of GPTs. Where your organisation has one, name it in usage_audit_event_types.",
    "paused": "The workspace is not active.",
    "no_key": "It has no admin key. Give it one: watchgate workspaces rotate-key --kind admin.",
    "waiting": "It was not read yet. Is a worker running (watchgate worker)?",
}


class Reading(StrEnum):
    """How it stands."""

    OFF = "off"
    PAUSED = "paused"
    NO_KEY = "no_key"
    WAITING = "waiting"
    READ = "read"
    FAILING = "failing"


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """`problem`: why it is not read; `since`: when it failed first. `read_until`: the newest entry that was seen."""

    workspace_id: UUID
    workspace: str
    state: Reading
    read_at: datetime | None
    read_until: datetime | None
    problem: str | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Sources:
    """What is asked about sources."""

    database: Database
    types: AuditTypes

    async def page(
        self, within: frozenset[UUID] | None, limit: int, after: str | None
    ) -> Sequence[SourceStatus]:
        """By the workspace's name, from the first after *after*."""
        async with self.database.read() as tx:
            workspaces = await workspace_store.page(tx, limit, after, within)
            known = await store.cursors(tx)
        return [_status(one, self.types, known) for one in workspaces]


def _status(workspace: Workspace, types: AuditTypes, known: Mapping[UUID, Cursor]) -> SourceStatus:
    cursor = known.get(workspace.id)
    state = _state(workspace, types, cursor)
    problem = cursor.problem if cursor and state is Reading.FAILING else _ADVICE.get(state)
    read_at, until, since = (
        (cursor.read_at, cursor.read_until, cursor.problem_since) if cursor else (None, None, None)
    )
    return SourceStatus(workspace.id, workspace.name, state, read_at, until, problem, since)


def _state(workspace: Workspace, types: AuditTypes, cursor: Cursor | None) -> Reading:
    if not types.wanted:
        return Reading.OFF
    if workspace.state is not WorkspaceState.ACTIVE:
        return Reading.PAUSED
    if workspace.credential(KeyKind.ADMIN) is None:
        return Reading.NO_KEY
    if cursor is not None and cursor.problem is not None:
        return Reading.FAILING
    return Reading.READ if cursor is not None and cursor.read_at is not None else Reading.WAITING
