"""`/api/v1/findings`: how does a program read what was found?"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from watchgate.catalog.api import Person, Since, Until, WorkspaceId
from watchgate.catalog.schemas import Id
from watchgate.catalog.store.newest import After
from watchgate.findings.errors import NotSummed, UnknownFinding
from watchgate.findings.model import AssetKind, By, FindingFilter, SummaryFilter
from watchgate.findings.schemas import FindingOut, SummaryOut, finding_out, summary_out
from watchgate.findings.service import Findings, entity_named
from watchgate.http.paging import DEFAULT_LIMIT, MAX_LIMIT, Page, Paging, cut_page
from watchgate.http.permissions import Within

STATUSES = {UnknownFinding: 404, NotSummed: 422}
"""Which HTTP status each refusal of this room has, for `create_app`."""

_Entity = Annotated[Id | None, Query(description="Only of this entity, by its name or an alias of it.")]


def _filter(  # noqa: PLR0913, PLR0917 -- one parameter for each filter
    within: Within,
    workspace_id: WorkspaceId = None,
    entity: _Entity = None,
    person: Person = None,
    asset_kind: Annotated[AssetKind | None, Query(description="Only in assets of this kind.")] = None,
    conversation_id: Annotated[Id | None, Query(description="Only of this conversation.")] = None,
    min_score: Annotated[float | None, Query(ge=0, le=1, description="Only those at least as sure.")] = None,
    since: Since = None,
    until: Until = None,
) -> FindingFilter:
    named = entity_named(entity) if entity is not None else None
    return FindingFilter(
        workspace_id, named, person, asset_kind, conversation_id, min_score, since, until, within
    )


def findings_router(findings: Findings) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/findings", tags=["findings"])

    @router.get("", operation_id="listFindings")
    async def list_findings(
        paging: Paging, wanted: Annotated[FindingFilter, Depends(_filter)]
    ) -> Page[FindingOut]:
        """Findings, the newest first. `from` and `to` are about when the asset was written."""
        keys = paging.after(datetime, UUID, str)
        rows = await findings.page(wanted, paging.limit + 1, After(*keys) if keys else None)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.asset_at, one.workspace_id, one.id])
        return Page(data=[finding_out(one) for one in page], next_cursor=cursor)

    @router.get("/summary", operation_id="summariseFindings")
    async def summarise(  # noqa: PLR0913, PLR0917 -- one parameter for each filter
        by: By,
        within: Within,
        workspace_id: WorkspaceId = None,
        entity: _Entity = None,
        person: Person = None,
        first: Annotated[
            date | None, Query(alias="from", description="First day; else 30 days back.")
        ] = None,
        last: Annotated[date | None, Query(alias="to", description="Last day (UTC); else today.")] = None,
        limit: Annotated[int, Query(ge=1, le=MAX_LIMIT)] = DEFAULT_LIMIT,
    ) -> SummaryOut:
        """What findings add up to: the largest sums first. Conversations count with the day of their last message."""
        days = findings.days(first, last)
        named = entity_named(entity) if entity else None
        wanted = SummaryFilter(*days, workspace_id, named, person, within)
        return summary_out(await findings.summary(by, wanted, limit), days)

    @router.get("/{workspace_id}/{finding_id}", operation_id="showFinding")
    async def show_finding(workspace_id: UUID, finding_id: Id) -> FindingOut:
        """One finding with its explanation."""
        return finding_out(await findings.get(workspace_id, finding_id))

    return router
