"""`/api/v1/hub/governance`: which runs have not left what they must?"""

from typing import Annotated

from fastapi import APIRouter, Query

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Within
from watchgate.hub.governance.schemas import GovernanceOut, event_out
from watchgate.hub.governance.service import Governance
from watchgate.skills.package.manifest import SKILL_ID


def governance_router(governance: Governance) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/hub/governance", tags=["hub"])

    @router.get("", operation_id="listGovernanceEvents")
    async def list_events(
        within: Within,
        paging: Paging,
        skill_id: Annotated[str | None, Query(pattern=SKILL_ID, max_length=75)] = None,
        is_open: Annotated[bool | None, Query(alias="open", description="Not closed yet.")] = None,
    ) -> Page[GovernanceOut]:
        """Runs without the record they must leave, newest first; closed ones are those whose record came late."""
        after = paging.after(str)
        rows = await governance.page(
            paging.limit + 1,
            after[0] if after else None,
            skill_id=skill_id,
            is_open=is_open,
            within=within,
        )
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[event_out(one) for one in page], next_cursor=cursor)

    return router
