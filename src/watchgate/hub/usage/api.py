"""`/api/v1/hub/usage`: who uses which skills, how often, and at what cost?"""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from watchgate.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from watchgate.http.permissions import Within
from watchgate.http.problems import Problem
from watchgate.hub.usage.schemas import SummaryOut, UnmanagedOut, UnmanagedPage, line_out
from watchgate.hub.usage.service import Usage
from watchgate.hub.usage.summary import By, UsageFilter
from watchgate.kernel.clock import Clock, utc_now
from watchgate.skills.package.manifest import SKILL_ID

_DAYS = 30
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Lines on a page.")]
Offset = Annotated[int, Query(ge=0, le=1_000_000, description="Lines to leave out.")]
Day = Annotated[date | None, Query(description="A day (UTC).")]


def usage_router(usage: Usage, clock: Clock = utc_now) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/hub/usage", tags=["hub"])

    @router.get("/summary", operation_id="summarizeUsage")
    async def summary(  # noqa: PLR0913, PLR0917 -- one parameter for each filter
        within: Within,
        by: By = By.SKILL,
        since: Day = None,
        until: Day = None,
        skill_id: Annotated[str | None, Query(pattern=SKILL_ID, max_length=75)] = None,
        person: Annotated[str | None, Query(max_length=200, pattern=r"^[\x20-\x7e]+$")] = None,
        limit: Limit = DEFAULT_LIMIT,
        offset: Offset = 0,
    ) -> SummaryOut:
        """Runs, errors, tokens, cost of each basis and durations, by skill, version, person or day; the last 30 days unless said."""
        last = until or clock().date()
        first = since or last - timedelta(days=_DAYS - 1)
        if first > last:
            raise Problem(422, "invalid-input", "`since` is later than `until`. Swap them.")
        wanted = UsageFilter(first, last, skill_id, person, within)
        whole, page = await usage.summary(by, wanted, limit + 1, offset)
        return SummaryOut(
            since=first,
            until=last,
            total=line_out(whole),
            data=[line_out(line) for line in page[:limit]],
            next_offset=offset + limit if len(page) > limit else None,
        )

    @router.get("/unmanaged", operation_id="listUnmanagedUse")
    async def unmanaged(within: Within, limit: Limit = DEFAULT_LIMIT, offset: Offset = 0) -> UnmanagedPage:
        """GPTs and skills that people use and that are not ours (shadow), most used first."""
        found = await usage.unmanaged(within, limit + 1, offset)
        rows = [
            UnmanagedOut(naming=one.naming, named=one.named, sightings=one.sightings, people=one.people)
            for one in found[:limit]
        ]
        return UnmanagedPage(data=rows, next_offset=offset + limit if len(found) > limit else None)

    return router
