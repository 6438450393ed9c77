"""`/api/v1/entitlements`: which groups are which archetypes, who is granted or blocked, and what does that come to?"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request

from watchgate.http.paging import DEFAULT_LIMIT, MAX_LIMIT
from watchgate.http.permissions import Caller, caller_of
from watchgate.kernel.errors import UserError
from watchgate.skills.entitlements.rows import read_groups
from watchgate.skills.entitlements.schemas import (
    ArchetypeIn,
    EffectivesOut,
    ExceptionIn,
    GroupsOut,
    ImportedOut,
    ReadOut,
    TakenBackOut,
    WhoListOut,
    effective_out,
    group_out,
    who_out,
)
from watchgate.skills.entitlements.service import DirectoryClosed, Entitlements, UnknownGroup, WorkspaceClosed
from watchgate.skills.package.manifest import SKILL_ID

STATUSES: dict[type[UserError], int] = {UnknownGroup: 404, WorkspaceClosed: 409, DirectoryClosed: 424}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]
SkillId = Annotated[str, Path(pattern=SKILL_ID, max_length=75, description="`function.name`")]
UserId = Annotated[str, Path(max_length=200, pattern=r"^[\x20-\x7e]+$")]
Archetype = Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]
_CSV: dict[str, Any] = {"schema": {"type": "string"}}


def entitlements_router(entitlements: Entitlements) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/entitlements/{workspace_id}", tags=["entitlements"])
    _add_groups(router, entitlements)
    _add_exceptions(router, entitlements)
    _add_reading(router, entitlements)
    return router


def _add_groups(router: APIRouter, entitlements: Entitlements) -> None:
    @router.get("/groups", operation_id="listGroups")
    async def groups(workspace_id: UUID) -> GroupsOut:
        """The groups of the directory, and which archetypes they are."""
        return GroupsOut(data=[group_out(one) for one in await entitlements.groups(workspace_id)])

    @router.post("/groups/read", operation_id="readGroups")
    async def read(caller: AsCaller, workspace_id: UUID) -> ReadOut:
        """Read all groups and their people from OpenAI, in place of those read before."""
        return ReadOut(groups=await entitlements.read_directory(caller, workspace_id))

    @router.post(
        "/groups/import",
        operation_id="importGroups",
        openapi_extra={"requestBody": {"required": True, "content": {"text/csv": _CSV}}},
    )
    async def import_(
        caller: AsCaller,
        workspace_id: UUID,
        request: Request,
        *,
        dry_run: Annotated[bool, Query(description="Change nothing.")] = False,
    ) -> ImportedOut:
        """Groups from CSV (columns `group` and `user`), in place of those imported before."""
        imported = read_groups(await request.body())
        found = await entitlements.import_directory(caller, workspace_id, imported, dry_run=dry_run)
        return ImportedOut(groups=found[0], people=found[1], unknown=found[2], is_dry_run=dry_run)

    @router.put("/archetypes/{archetype}", operation_id="mapArchetype")
    async def map_archetype(
        caller: AsCaller, workspace_id: UUID, archetype: Archetype, body: ArchetypeIn
    ) -> GroupsOut:
        """Say which groups, and no others, are an archetype."""
        await entitlements.map_archetype(caller, workspace_id, archetype, body.groups)
        return GroupsOut(data=[group_out(one) for one in await entitlements.groups(workspace_id)])


def _add_exceptions(router: APIRouter, entitlements: Entitlements) -> None:
    @router.put("/people/{user_id}/skills/{skill_id}", operation_id="exceptPerson")
    async def put(
        caller: AsCaller, workspace_id: UUID, user_id: UserId, skill_id: SkillId, body: ExceptionIn
    ) -> EffectivesOut:
        """Grant a skill to somebody, or block it, whatever groups say."""
        await entitlements.except_(
            caller, workspace_id, skill_id, user_id, body.kind, body.reason, body.until
        )
        found = await entitlements.effective(workspace_id, user_id)
        return EffectivesOut(data=[effective_out(one) for one in found])

    @router.delete("/people/{user_id}/skills/{skill_id}", operation_id="endException")
    async def delete(
        caller: AsCaller, workspace_id: UUID, user_id: UserId, skill_id: SkillId
    ) -> TakenBackOut:
        """Neither granted nor blocked any more: groups decide."""
        return TakenBackOut(was_there=await entitlements.take_back(caller, workspace_id, skill_id, user_id))


def _add_reading(router: APIRouter, entitlements: Entitlements) -> None:
    @router.get("/people/{user_id}/skills", operation_id="effectiveSkills")
    async def effective(workspace_id: UUID, user_id: UserId) -> EffectivesOut:
        """Every skill in use, and why somebody is or is not entitled to it."""
        found = await entitlements.effective(workspace_id, user_id)
        return EffectivesOut(data=[effective_out(one) for one in found])

    @router.get("/skills/{skill_id}/people", operation_id="whoHasSkill")
    async def who(
        workspace_id: UUID, skill_id: SkillId, limit: Limit = DEFAULT_LIMIT, offset: Offset = 0
    ) -> WhoListOut:
        """Who is entitled to a skill, or blocked, and why."""
        found = await entitlements.who(workspace_id, skill_id)
        rows = sorted((found or {}).items())
        page = [who_out(user, one) for user, one in rows[offset : offset + limit]]
        return WhoListOut(is_open=found is None, total=len(rows), data=page)
