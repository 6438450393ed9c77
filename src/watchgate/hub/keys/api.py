"""`/api/v1/hub/keys`: how does a skill get a key for its records, and how is it ended?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of, unlimited_only
from watchgate.hub.keys.model import UnknownKey
from watchgate.hub.keys.schemas import KeyMade, KeyOut, NewKey, key_made, key_out
from watchgate.hub.keys.service import SkillKeys
from watchgate.kernel.errors import UserError
from watchgate.skills.package.manifest import SKILL_ID

STATUSES: dict[type[UserError], int] = {UnknownKey: 404}
AsCaller = Annotated[Caller, Depends(caller_of)]
KeyId = Annotated[str, Path(max_length=60, pattern=r"^[\x20-\x7e]+$")]


def keys_router(keys: SkillKeys) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/hub/keys", tags=["hub"], dependencies=[Depends(unlimited_only)])

    @router.get("", operation_id="listSkillKeys")
    async def list_keys(
        paging: Paging,
        skill_id: Annotated[
            str | None, Query(pattern=SKILL_ID, max_length=75, description="Only of this skill.")
        ] = None,
    ) -> Page[KeyOut]:
        """Keys of skills, newest first (never the keys themselves)."""
        after = paging.after(str)
        rows = await keys.page(paging.limit + 1, after[0] if after else None, skill_id)
        page, cursor = cut_page(rows, paging.limit, lambda one: [one.id])
        return Page(data=[key_out(one) for one in page], next_cursor=cursor)

    @router.post("", status_code=201, operation_id="makeSkillKey")
    async def make(caller: AsCaller, body: NewKey, response: Response) -> KeyMade:
        """A key for a skill that is in use. `key` in the answer is shown this once."""
        key, secret = await keys.make(caller, body.skill_id, body.workspace_id)
        response.headers["Location"] = f"/api/v1/hub/keys/{key.id}"
        return key_made(key, secret)

    @router.post("/{key_id}/revoke", operation_id="revokeSkillKey")
    async def revoke(caller: AsCaller, key_id: KeyId) -> KeyOut:
        """End a key at once. Doing so twice changes nothing."""
        return key_out(await keys.revoke(caller, key_id))

    return router
