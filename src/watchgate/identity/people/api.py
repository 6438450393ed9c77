"""`/api/v1/users`: how does an administrator make, see, change and end the accounts of people?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as InPath

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of
from watchgate.identity.links.service import INVITATION_PATH, Links, link_to
from watchgate.identity.people.model import (
    EmailTaken,
    LastAdmin,
    OutOfReach,
    OwnRights,
    State,
    UnknownPerson,
    email_key,
)
from watchgate.identity.people.rules import Actor, acting
from watchgate.identity.people.schemas import (
    LinkOut,
    NewUser,
    UserChanges,
    UserMade,
    UserOut,
    user_made,
    user_out,
)
from watchgate.identity.people.service import People
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError

STATUSES: dict[type[UserError], int] = {
    UnknownPerson: 404,
    EmailTaken: 409,
    LastAdmin: 409,
    OwnRights: 409,
    OutOfReach: 409,
}
"""Which HTTP status each refusal of this room has, for `create_app`."""


def _actor(caller: Annotated[Caller, Depends(caller_of)]) -> Actor:
    return acting(caller)


By = Annotated[Actor, Depends(_actor)]
UserId = Annotated[str, InPath(max_length=60, pattern=r"^[\x20-\x7e]+$")]


def users_router(people: People, links: Links, public_url: str | None) -> APIRouter:
    """The routes of this room. Without *public_url*, links are paths of this server."""
    router = APIRouter(prefix="/api/v1/users", tags=["users"])

    @router.get("", operation_id="listUsers")
    async def list_users(
        paging: Paging,
        role: Annotated[Role | None, Query()] = None,
        state: Annotated[State | None, Query()] = None,
    ) -> Page[UserOut]:
        """The accounts, by e-mail."""
        after = paging.after(str)
        rows = await people.page(paging.limit + 1, after[0] if after else None, role=role, state=state)
        page, cursor = cut_page(rows, paging.limit, lambda person: [email_key(person.email)])
        return Page(data=[user_out(person) for person in page], next_cursor=cursor)

    @router.post("", status_code=201, operation_id="createUser")
    async def create(body: NewUser, by: By, response: Response) -> UserMade:
        """Make an account. It has no password until its owner sets one, with the `link` in the answer."""
        grants = frozenset(body.grants)
        person = await people.create(
            body.email, body.name, body.role, grants=grants, workspaces=body.limits(), by=by
        )
        response.headers["Location"] = f"/api/v1/users/{person.id}"
        return user_made(person, await _invitation(person.id, by) if body.invite else None)

    @router.get("/{user_id}", operation_id="showUser")
    async def show(user_id: UserId) -> UserOut:
        """One account."""
        return user_out(await people.get(user_id))

    @router.patch("/{user_id}", operation_id="changeUser")
    async def change(user_id: UserId, body: UserChanges, by: By) -> UserOut:
        """Change what is named, all of it or nothing. What he may do changes at once; his sessions end."""
        return user_out(await people.change(user_id, body.as_changes(), by=by))

    @router.post("/{user_id}/disable", operation_id="disableUser")
    async def disable(user_id: UserId, by: By) -> UserOut:
        """Let him in no longer: his sessions and tokens are dead at once. Doing so twice changes nothing."""
        return user_out(await people.disable(user_id, by=by))

    @router.post("/{user_id}/enable", operation_id="enableUser")
    async def enable(user_id: UserId, by: By) -> UserOut:
        """Let him in again. Doing so twice changes nothing."""
        return user_out(await people.enable(user_id, by=by))

    @router.post("/{user_id}/invite", operation_id="inviteUser")
    async def invite(user_id: UserId, by: By) -> LinkOut:
        """A link by which he sets a first or forgotten password; the one before no longer works."""
        person = await people.may_invite(user_id, by=by)
        return LinkOut(link=await _invitation(person.id, by))

    @router.delete("/{user_id}", status_code=204, operation_id="removeUser")
    async def remove(user_id: UserId, by: By) -> Response:
        """End the account for good, with its sessions and tokens. What he did stays in the ledger, by his id."""
        await people.remove(user_id, by=by)
        return Response(status_code=204)

    async def _invitation(person_id: str, by: Actor) -> str:
        return link_to(public_url or "", INVITATION_PATH, await links.invite(person_id, by=by))

    return router
