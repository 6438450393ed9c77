"""`/api/v1/tokens`, `/api/v1/me`: how does somebody make, see and end tokens, and learn who he is?"""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as InPath

from watchgate.http.credentials import SignedIn, signed_in_of
from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, Permission, caller_of
from watchgate.http.problems import Problem
from watchgate.identity.people.schemas import user_out
from watchgate.identity.people.service import People
from watchgate.identity.tokens.model import UnknownToken
from watchgate.identity.tokens.schemas import MeOut, NewToken, TokenMade, TokenOut, token_made, token_out
from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.errors import UserError

STATUSES: dict[type[UserError], int] = {UnknownToken: 404}
"""Which HTTP status each refusal of this room has, for `create_app`."""
Me = Annotated[Caller, Depends(caller_of)]
Mine = Annotated[SignedIn | None, Depends(signed_in_of)]
TokenId = Annotated[str, InPath(max_length=60, pattern=r"^[\x20-\x7e]+$")]
PersonId = Annotated[
    str | None, Query(max_length=60, pattern=r"^[\x20-\x7e]+$", description="Only tokens of this person.")
]


def tokens_router(tokens: Tokens, people: People, clock: Clock = utc_now) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1", tags=["tokens"])

    @router.get("/me", operation_id="whoAmI")
    async def me(caller: Me) -> MeOut:
        """Who am I, what may I do, and where?"""
        person = await people.find(caller.person_id) if caller.person_id else None
        return MeOut(
            id=caller.id,
            name=caller.name,
            role=caller.role,
            permissions=sorted(one.value for one in caller.permissions if caller.may(one)),
            workspaces=None if caller.workspaces is None else sorted(caller.workspaces),
            account=user_out(person) if person else None,
        )

    @router.get("/tokens", operation_id="listTokens")
    async def list_tokens(caller: Me, paging: Paging, person_id: PersonId = None) -> Page[TokenOut]:
        """One's own tokens (a token: itself), newest first; for those who manage identities, everybody's."""
        whose = person_id if caller.may(Permission.IDENTITY) else caller.id
        after = paging.after(str)
        rows = await tokens.page(paging.limit + 1, after[0] if after else None, whose)
        page, cursor = cut_page(rows, paging.limit, lambda token: [token.id])
        return Page(data=[token_out(token, clock()) for token in page], next_cursor=cursor)

    @router.post("/tokens", status_code=201, operation_id="createToken")
    async def create(body: NewToken, mine: Mine, response: Response) -> TokenMade:
        """Make a token of one's own, that may what one may oneself or less. `token` in the answer is shown this once."""
        if mine is None or mine.caller.person_id is None:
            raise Problem(
                409,
                "no-session",
                "Tokens are made by people who are signed in, or on the machine: `watchgate tokens create`.",
            )
        lifetime = timedelta(days=body.expires_in_days)
        owner = mine.caller.person_id
        token, secret = await tokens.create(body.name, body.scope(), lifetime, owner=owner)
        response.headers["Location"] = f"/api/v1/tokens/{token.id}"
        return token_made(token, secret, clock())

    @router.get("/tokens/{token_id}", operation_id="showToken")
    async def show(token_id: TokenId, caller: Me) -> TokenOut:
        """One token (never the token itself)."""
        return token_out(await tokens.get(token_id, for_=caller), clock())

    @router.post("/tokens/{token_id}/revoke", operation_id="revokeToken")
    async def revoke(token_id: TokenId, caller: Me) -> TokenOut:
        """End a token at once: one's own, or for those who manage identities, anybody's. Doing so twice changes nothing."""
        await tokens.get(token_id, for_=caller)
        return token_out(await tokens.revoke(token_id, by=caller.principal), clock())

    return router
