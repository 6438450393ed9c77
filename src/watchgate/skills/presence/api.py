"""`/api/v1/skills/presence`: where do our skills stand, are they still ours, and what is there that is not?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, Within, caller_of
from watchgate.kernel.errors import UserError
from watchgate.skills.package.manifest import SKILL_ID
from watchgate.skills.presence import errors
from watchgate.skills.presence.model import State
from watchgate.skills.presence.opening import PresenceRoom
from watchgate.skills.presence.schemas import (
    CreatedGptOut,
    CreateGptIn,
    LookIn,
    LooksOut,
    NamesOut,
    PresenceOut,
    RegisterIn,
    RevealedPresenceOut,
    RevealNamesIn,
    RevealPresenceIn,
    UnmanagedOut,
    looks_out,
    presence_out,
    revealed_presence_out,
    unmanaged_out,
)
from watchgate.skills.presence.store import PresenceFilter
from watchgate.skills.targets.model import Target

PREFIX = "/api/v1/skills/presence"
STATUSES: dict[type[UserError], int] = {
    errors.NotThere: 404,
    errors.AlreadyRegistered: 409,
    errors.NotOffered: 409,
    errors.AlreadyInstalled: 409,
    errors.AskedInVain: 424,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""

AsCaller = Annotated[Caller, Depends(caller_of)]
SkillId = Annotated[str, Path(pattern=SKILL_ID, max_length=75, description="`function.name`")]
_OfWorkspace = Annotated[UUID | None, Query(description="Only of this workspace.")]
_OfTarget = Annotated[Target | None, Query(description="Only at this target.")]


def _filter(
    within: Within,
    workspace_id: _OfWorkspace = None,
    skill_id: Annotated[
        str | None, Query(pattern=SKILL_ID, max_length=75, description="Only of this skill.")
    ] = None,
    target: _OfTarget = None,
    state: Annotated[State | None, Query(description="Only in this state.")] = None,
) -> PresenceFilter:
    return PresenceFilter(workspace_id, skill_id, target, state, within)


def presence_router(room: PresenceRoom) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix=PREFIX, tags=["skills"])
    _add_reading(router, room)
    _add_unmanaged(router, room)
    _add_steering(router, room)
    return router


def _add_reading(router: APIRouter, room: PresenceRoom) -> None:
    @router.get("", operation_id="listSkillPresence")
    async def list_presence(
        paging: Paging, wanted: Annotated[PresenceFilter, Depends(_filter)]
    ) -> Page[PresenceOut]:
        """Each skill at each target of each workspace: its state, and in what it differs from what was published."""
        keys = paging.after(UUID, str, str)
        after = (keys[0], keys[1], keys[2]) if keys else None
        rows = await room.presences.page(wanted, after, paging.limit + 1)
        page, cursor = cut_page(
            rows, paging.limit, lambda one: [one.workspace_id, one.skill_id, one.target.value]
        )
        return Page(data=[presence_out(one) for one in page], next_cursor=cursor)

    @router.get("/looks", operation_id="listSkillLooks")
    async def list_looks(within: Within) -> LooksOut:
        """How the newest look at each target of each workspace went, and how much there is that is not ours."""
        return looks_out(await room.presences.looks(within))

    @router.post("/{workspace_id}/{skill_id}/{target}/reveal", operation_id="revealSkillPresence")
    async def reveal(
        caller: AsCaller, workspace_id: UUID, skill_id: SkillId, target: Target, body: RevealPresenceIn
    ) -> RevealedPresenceOut:
        """What exactly has changed, as a diff of what people wrote. That you saw it, and why, is in the ledger."""
        found = await room.steering.reveal(caller, workspace_id, skill_id, target, body.reason)
        return revealed_presence_out(*found)


def _add_unmanaged(router: APIRouter, room: PresenceRoom) -> None:
    @router.get("/unmanaged", operation_id="listUnmanagedSkills")
    async def list_unmanaged(
        paging: Paging, within: Within, workspace_id: _OfWorkspace = None, target: _OfTarget = None
    ) -> Page[UnmanagedOut]:
        """GPTs and skills that none of ours accounts for, without their names."""
        keys = paging.after(UUID, str, str)
        rows = await room.presences.unmanaged(
            paging.limit + 1,
            workspace_id=workspace_id,
            target=target,
            within=within,
            after=(keys[0], keys[1], keys[2]) if keys else None,
        )
        page, cursor = cut_page(
            rows, paging.limit, lambda one: [one.workspace_id, one.target.value, one.object_id]
        )
        return Page(data=[unmanaged_out(one) for one in page], next_cursor=cursor)

    @router.post("/unmanaged/reveal", operation_id="revealUnmanagedSkills")
    async def reveal_names(caller: AsCaller, body: RevealNamesIn) -> NamesOut:
        """What they are called. That you saw it, and why, is in the ledger."""
        names = await room.steering.reveal_names(
            caller, body.workspace_id, body.target, body.object_ids, body.reason
        )
        return NamesOut(names={one: name.reveal() for one, name in names.items()})


def _add_steering(router: APIRouter, room: PresenceRoom) -> None:
    @router.post("/look", status_code=202, operation_id="lookForSkills")
    async def look(caller: AsCaller, body: LookIn) -> LooksOut:
        """Have a worker look now. `looks` says when it has: `asked_at` is null then."""
        return looks_out(await room.steering.ask(caller, body.workspace_id))

    @router.post("/registrations", status_code=204, operation_id="registerGpt")
    async def register(caller: AsCaller, body: RegisterIn) -> None:
        """Say which GPT stands for the skill, whatever it is called; in place of the one before."""
        await room.steering.register(caller, body.workspace_id, body.skill_id, body.gpt_id)

    @router.post("/gpts", status_code=201, operation_id="createGpt")
    async def create(caller: AsCaller, body: CreateGptIn) -> CreatedGptOut:
        """Assumed: OpenAI documents no interface that creates GPTs. Needs the setting `gpt_create_assumed`, and a workspace that has one."""
        made = await room.creating.create(caller, body.workspace_id, body.skill_id)
        return CreatedGptOut(gpt_id=made.gpt_id, by_hand=list(made.by_hand))

    @router.delete("/registrations/{workspace_id}/{skill_id}", status_code=204, operation_id="unregisterGpt")
    async def unregister(caller: AsCaller, workspace_id: UUID, skill_id: SkillId) -> None:
        """The skill's GPT is found by its name again."""
        await room.steering.unregister(caller, workspace_id, skill_id)
