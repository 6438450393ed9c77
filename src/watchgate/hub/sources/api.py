"""`/api/v1/hub/usage/sources`: is the platform's audit log read, of each workspace?"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from watchgate.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from watchgate.http.permissions import Within
from watchgate.hub.sources.status import Reading, Sources

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Workspaces on a page.")]
After = Annotated[
    str | None, Query(max_length=200, pattern=r"^[^\x00]+$", description="Name of a workspace.")
]


class SourceOut(BaseModel):
    """`problem`: why it is not read, and what to do; `since`: when it failed first."""

    workspace_id: UUID
    workspace: str
    source: Literal["audit"] = "audit"
    state: Reading
    read_at: datetime | None
    read_until: datetime | None
    problem: str | None
    since: datetime | None


class SourcesPage(BaseModel):
    """`next_after`: where the next page begins; null on the last."""

    data: list[SourceOut]
    next_after: str | None


def sources_router(sources: Sources) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/hub/usage", tags=["hub"])

    @router.get("/sources", operation_id="listUsageSources")
    async def page(within: Within, limit: Limit = DEFAULT_LIMIT, after: After = None) -> SourcesPage:
        """Is the platform's audit log read for the use of GPTs? What is not read is not zero use."""
        found = await sources.page(within, limit + 1, after)
        shown = found[:limit]
        data = [SourceOut(**{name: getattr(one, name) for name in one.__dataclass_fields__}) for one in shown]
        return SourcesPage(data=data, next_after=shown[-1].workspace if len(found) > limit else None)

    return router
