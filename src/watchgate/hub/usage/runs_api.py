"""`/api/v1/hub/usage/runs`: each run, and who tells of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Within
from watchgate.hub.usage.runs import Run, RunFilter
from watchgate.hub.usage.service import Usage
from watchgate.skills.package.manifest import SKILL_ID

_Id = Annotated[str | None, Query(max_length=200, pattern=r"^[\x20-\x7e]+$")]


class RunOut(BaseModel):
    """Money in millionths of a US dollar, each basis for itself. `sources`: who tells of it, the most trusted first."""

    workspace_id: UUID | None
    skill_id: str
    version: str
    person: str | None
    surface: str | None
    model: str | None
    conversation_id: str | None
    run_id: str | None
    started_at: datetime
    ended_at: datetime
    duration_ms: int | None
    outcome: str
    input_tokens: int | None
    output_tokens: int | None
    reported_microusd: int | None
    estimated_microusd: int | None
    allocated_microusd: int | None
    sources: list[str]


def _filter(
    within: Within,
    skill_id: Annotated[str | None, Query(pattern=SKILL_ID, max_length=75)] = None,
    person: _Id = None,
    conversation_id: _Id = None,
    run_id: _Id = None,
    since: Annotated[datetime | None, Query(description="Began then or later.")] = None,
    until: Annotated[datetime | None, Query(description="Began before.")] = None,
) -> RunFilter:
    return RunFilter(skill_id, person, conversation_id, run_id, since, until, within)


def runs_router(usage: Usage) -> APIRouter:
    """The route of this room."""
    router = APIRouter(tags=["hub"])

    @router.get("/api/v1/hub/usage/runs", operation_id="listRuns")
    async def list_runs(paging: Paging, wanted: Annotated[RunFilter, Depends(_filter)]) -> Page[RunOut]:
        """Runs of skills, newest first."""
        keys = paging.after(datetime, str, str)
        after = (keys[0], keys[1], keys[2]) if keys else None
        rows = await usage.runs(wanted, paging.limit + 1, after)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.started_at, one.skill_id, one.key])
        return Page(data=[_out(one) for one in page], next_cursor=cursor)

    return router


def _out(run: Run) -> RunOut:
    return RunOut(**{name: getattr(run, name) for name in RunOut.model_fields})
