"""`/api/v1/skills/…/push`, `/api/v1/platform-keys`: how does a version get to OpenAI's API, and with which key?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from watchgate.http.permissions import Caller, caller_of, unlimited_only
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.skills.package.manifest import SEMVER, SKILL_ID
from watchgate.skills.pushing.model import (
    DEFAULT_PROJECT,
    Namesake,
    NoPlatformKey,
    NotPublished,
    PlatformRefused,
    UnderWay,
)
from watchgate.skills.pushing.schemas import (
    KeyIn,
    PlatformKeyOut,
    PlatformKeysOut,
    PreviewOut,
    PushesOut,
    PushIn,
    PushOut,
    TakeBackIn,
    TakenBackOut,
    key_out,
    preview_out,
    pushed_out,
)
from watchgate.skills.pushing.service import Pushing

STATUSES: dict[type[UserError], int] = {
    Namesake: 409,
    NoPlatformKey: 409,
    NotPublished: 409,
    PlatformRefused: 424,
    UnderWay: 409,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]
SkillId = Annotated[str, Path(pattern=SKILL_ID, max_length=75, description="`function.name`")]
Project = Annotated[str, Path(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
InProject = Annotated[str, Query(max_length=60, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
InVersion = Annotated[
    str | None, Query(pattern=SEMVER, max_length=100, description="A published one; else the one in use.")
]


def pushing_router(pushing: Pushing) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1", tags=["skills"], dependencies=[Depends(unlimited_only)])
    _add_keys(router, pushing)

    @router.get("/skills/{skill_id}/pushed", operation_id="listPushed")
    async def pushed(skill_id: SkillId) -> PushesOut:
        """What of a skill stands at OpenAI's `/v1/skills`, as far as we have sent it; newest first."""
        return PushesOut(data=[pushed_out(one) for one in await pushing.of_skill(skill_id)])

    @router.post("/skills/{skill_id}/push", operation_id="pushSkill")
    async def push(caller: AsCaller, skill_id: SkillId, body: PushIn) -> PushOut:
        """Have a published version there, as the one that others get. The same again changes nothing."""
        done, did = await pushing.push(caller, skill_id, body.version, body.project)
        return PushOut(did=did, pushed=pushed_out(done))

    @router.get("/skills/{skill_id}/push", operation_id="previewPush")
    async def preview(
        skill_id: SkillId, version: InVersion = None, project: InProject = DEFAULT_PROJECT
    ) -> PreviewOut:
        """What a push would come to: OpenAI is asked what is there, and nothing is changed."""
        return preview_out(await pushing.preview(skill_id, version, project))

    @router.post("/skills/{skill_id}/take-back", operation_id="takeBackSkill")
    async def take_back(caller: AsCaller, skill_id: SkillId, body: TakeBackIn) -> TakenBackOut:
        """Delete a skill there, with all its versions."""
        return TakenBackOut(versions=await pushing.take_back(caller, skill_id, body.project))

    return router


def _add_keys(router: APIRouter, pushing: Pushing) -> None:
    @router.get("/platform-keys", operation_id="listPlatformKeys")
    async def keys() -> PlatformKeysOut:
        """Which projects of the API platform have a key (never the keys themselves)."""
        return PlatformKeysOut(data=[key_out(one) for one in await pushing.keys()])

    @router.put("/platform-keys/{project}", operation_id="setPlatformKey")
    async def set_key(caller: AsCaller, project: Project, body: KeyIn) -> PlatformKeyOut:
        """Give the key with which skills are pushed, in place of the one before. It is sealed, and never shown again."""
        return key_out(await pushing.set_key(caller, project, Content(body.key.get_secret_value())))
