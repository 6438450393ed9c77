"""`/api/v1/ingest/status`: how does a program see how far ingest is, and whether anything is about to be lost?"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from watchgate.http.permissions import Within
from watchgate.ingest.loss import Alarm
from watchgate.ingest.status import WorkspaceStatus, report
from watchgate.kernel.clock import Clock, utc_now
from watchgate.storage.database import Database


class StreamOut(BaseModel):
    """One stream of log files. Everything up to `watermark` is in the catalogue.

    `listed`, `failed`, `settled`, `expired` count its files; `bytes_left` is what waits to be read.
    `lost_at`: when OpenAI deletes the oldest thing that is not in the catalogue; null while nothing is lacking.
    """

    event_type: str
    backfill_from: datetime
    watermark: datetime | None
    last_polled_at: datetime | None
    last_error: str | None
    listed: int
    failed: int
    settled: int
    expired: int
    events: int
    duplicates: int
    broken_lines: int
    bytes_left: int
    oldest_waiting: datetime | None
    alarm: Alarm
    lost_at: datetime | None
    hours_left: int | None
    outlook: str


class DriftOut(BaseModel):
    """An event type or field that OpenAI sends and we do not know; it is kept raw."""

    name: str
    seen: int
    first_seen_at: datetime
    last_seen_at: datetime


class WorkspaceStatusOut(BaseModel):
    """`files`: how many uploaded files are in each state."""

    workspace_id: UUID
    name: str
    state: str
    streams: list[StreamOut]
    files: dict[str, int]
    schema_drift: list[DriftOut]


class IngestStatusOut(BaseModel):
    data: list[WorkspaceStatusOut]


def ingest_router(database: Database, clock: Clock = utc_now) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/ingest", tags=["ingest"])

    @router.get("/status", operation_id="ingestStatus")
    async def status(
        within: Within,
        workspace_id: Annotated[UUID | None, Query(description="Only of this workspace.")] = None,
    ) -> IngestStatusOut:
        """Every workspace, by name, with its streams and what stands to be lost."""
        found = await report(database, clock=clock)
        seen = [one for one in found if within is None or one.workspace_id in within]
        wanted = [one for one in seen if workspace_id in {None, one.workspace_id}]
        return IngestStatusOut(data=[_workspace(one) for one in wanted])

    return router


def _workspace(status: WorkspaceStatus) -> WorkspaceStatusOut:
    return WorkspaceStatusOut.model_validate(status.as_json())
