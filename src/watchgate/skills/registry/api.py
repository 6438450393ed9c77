"""`/api/v1/skills`: how do versions come into the registry, into use, and out of it?"""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of, unlimited_only
from watchgate.skills.package.manifest import SEMVER, SKILL_ID
from watchgate.skills.registry import errors
from watchgate.skills.registry.model import State, Step
from watchgate.skills.registry.schemas import (
    AddedOut,
    ChangesOut,
    NoteIn,
    VersionOut,
    added_out,
    change_out,
    version_out,
)
from watchgate.skills.registry.service import Registry

PREFIX = "/api/v1/skills"
STATUSES = {
    errors.UnknownVersion: 404,
    errors.VersionTaken: 409,
    errors.WrongState: 409,
    errors.NotYours: 403,
    errors.NotFit: 422,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]
SkillId = Annotated[str, Path(pattern=SKILL_ID, max_length=75, description="`function.name`")]
VersionName = Annotated[str, Path(pattern=SEMVER, max_length=100)]
_ZIP: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_STEPS = {
    Step.SUBMIT: ("submitSkill", "Ask that somebody else reviews it."),
    Step.APPROVE: ("approveSkill", "Say yes to a version in which one has no hand."),
    Step.SEND_BACK: ("sendBackSkill", "Say no to it, for now."),
    Step.PUBLISH: ("publishSkill", "Make it the version in use. An older one again is a roll-back."),
    Step.DEPRECATE: ("deprecateSkill", "Nobody should begin with it any more."),
    Step.WITHDRAW: ("withdrawSkill", "It is not to be used any more."),
}


def registry_router(registry: Registry) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix=PREFIX, tags=["skills"])
    _add_reading(router, registry)
    _add_adding(router, registry)
    for step, (operation_id, sentence) in _STEPS.items():
        _add_step(router, registry, step, operation_id, sentence)
    return router


def _add_reading(router: APIRouter, registry: Registry) -> None:
    @router.get("", operation_id="listSkills")
    async def list_versions(
        paging: Paging,
        skill_id: Annotated[str | None, Query(max_length=100, description="Only of this skill.")] = None,
        state: Annotated[State | None, Query(description="Only in this state.")] = None,
        *,
        current: Annotated[bool, Query(description="Only versions in use.")] = False,
    ) -> Page[VersionOut]:
        """Versions, by skill."""
        keys = paging.after(str, str)
        after = (keys[0], keys[1]) if keys else None
        rows = await registry.page(
            after, paging.limit + 1, skill_id=skill_id, state=state, only_current=current
        )
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.skill_id, one.version])
        return Page(data=[version_out(one) for one in page], next_cursor=cursor)

    @router.get("/{skill_id}/versions/{version}", operation_id="showSkill")
    async def show(skill_id: SkillId, version: VersionName) -> VersionOut:
        """One version."""
        return version_out(await registry.get(skill_id, version))

    @router.get(
        "/{skill_id}/versions/{version}/archive",
        operation_id="downloadSkill",
        response_class=Response,
        responses={200: {"content": {"application/zip": _ZIP}}},
    )
    async def archive(skill_id: SkillId, version: VersionName) -> Response:
        """The whole folder with its signature, as an archive that is the same byte for byte each time."""
        return Response(await registry.archive(skill_id, version), media_type="application/zip")

    @router.get("/{skill_id}/versions/{version}/changes", operation_id="compareSkill")
    async def changes(
        skill_id: SkillId,
        version: VersionName,
        since: Annotated[
            str | None,
            Query(pattern=SEMVER, max_length=100, description="Another version; else the one in use."),
        ] = None,
    ) -> ChangesOut:
        """What it changes, file by file, line by line."""
        return ChangesOut(
            changes=[change_out(one) for one in await registry.changes(skill_id, version, since)]
        )


def _add_adding(router: APIRouter, registry: Registry) -> None:
    @router.post(
        "",
        status_code=201,
        operation_id="addSkill",
        dependencies=[Depends(unlimited_only)],
        openapi_extra={"requestBody": {"required": True, "content": {"application/zip": _ZIP}}},
    )
    async def add(caller: AsCaller, request: Request) -> AddedOut:
        """Add a version: the body is a ZIP of its folder. It is linted, and refused if that finds errors. The same again changes nothing."""
        return added_out(await registry.add(caller, await request.body()))


def _add_step(router: APIRouter, registry: Registry, step: Step, operation_id: str, sentence: str) -> None:
    path = f"/{{skill_id}}/versions/{{version}}/{step.value.replace('_', '-')}"

    @router.post(
        path, operation_id=operation_id, description=sentence, dependencies=[Depends(unlimited_only)]
    )
    async def take(caller: AsCaller, skill_id: SkillId, version: VersionName, body: NoteIn) -> VersionOut:
        return version_out(await registry.take(caller, skill_id, version, step, body.note))
