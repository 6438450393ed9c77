"""How far is ingest, and is anything about to be lost? One report for the command line, the API and the demo."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from watchgate.ingest.loss import Outlook, StreamState, outlook
from watchgate.ingest.store import status as store
from watchgate.kernel.clock import Clock, rfc3339, utc_now
from watchgate.storage.database import Database
from watchgate.storage.driver import psycopg_of


@dataclass(frozen=True, slots=True)
class WorkspaceStatus:
    """One workspace: its streams with what stands to be lost, its uploaded files by state, and schema drift."""

    workspace_id: UUID
    name: str
    state: str
    streams: tuple[tuple[StreamState, Outlook], ...]
    files: dict[str, int]
    drift: tuple[dict[str, Any], ...]

    @property
    def files_left(self) -> int:
        """Log files that are known and not settled."""
        return sum(stream.listed + stream.failed for stream, _ in self.streams)

    @property
    def files_settled(self) -> int:
        return sum(stream.settled for stream, _ in self.streams)

    @property
    def events(self) -> int:
        """Events in the catalogue, each counted once."""
        return sum(stream.events for stream, _ in self.streams)

    def as_json(self) -> dict[str, Any]:
        """The report as `--json` and the API give it."""
        return {
            "workspace_id": str(self.workspace_id),
            "name": self.name,
            "state": self.state,
            "streams": [_stream_json(stream, ahead) for stream, ahead in self.streams],
            "files": self.files,
            "schema_drift": [
                {
                    **one,
                    "first_seen_at": rfc3339(one["first_seen_at"]),
                    "last_seen_at": rfc3339(one["last_seen_at"]),
                }
                for one in self.drift
            ],
        }


async def report(database: Database, *, clock: Clock = utc_now) -> list[WorkspaceStatus]:
    """Every workspace, by name."""
    now = clock()
    found: list[WorkspaceStatus] = []
    async with database.read() as tx:
        connection = await psycopg_of(tx)
        for workspace_id, name, state in await store.workspaces(connection):
            streams = await store.streams(connection, workspace_id)
            found.append(
                WorkspaceStatus(
                    workspace_id,
                    name,
                    state,
                    tuple((stream, outlook(stream, name, now)) for stream in streams),
                    await store.files(connection, workspace_id),
                    tuple(await store.drift(connection, workspace_id)),
                )
            )
    return found


def _stream_json(stream: StreamState, ahead: Outlook) -> dict[str, Any]:
    plain = {
        key: rfc3339(value) if isinstance(value, datetime) else value for key, value in asdict(stream).items()
    }
    return {
        **plain,
        "alarm": ahead.alarm.value,
        "lost_at": rfc3339(ahead.lost_at) if ahead.lost_at else None,
        "hours_left": ahead.hours_left,
        "outlook": ahead.sentence,
    }
