"""`/api/v1/gateway-keys`: how does a program make, see, change, rotate and revoke gateway keys, and read what they spend?"""

import asyncio
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi import Path as InPath

from watchgate.http.paging import Page, Paging, cut_page
from watchgate.http.permissions import Caller, caller_of
from watchgate.identity.gateway_keys.model import KeyIsRevoked, UnknownKey
from watchgate.identity.gateway_keys.schemas import (
    GatewayKeyChanges,
    GatewayKeyMade,
    GatewayKeyOut,
    NewGatewayKey,
    Rotation,
    UsageOut,
    key_made,
    key_out,
    usage_out,
)
from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.identity.gateway_keys.usage import usage
from watchgate.kernel.clock import Clock, utc_now

STATUSES = {UnknownKey: 404, KeyIsRevoked: 409}
"""Which HTTP status each refusal of this room has, for `create_app`."""

Who = Annotated[Caller, Depends(caller_of)]
KeyId = Annotated[str, InPath(max_length=60, pattern=r"^[\x20-\x7e]+$")]
Month = Annotated[
    str | None,
    Query(max_length=7, pattern=r"^\d{4}-(0[1-9]|1[0-2])$", description="As in 2026-11. Absent: this one."),
]


def gateway_keys_router(keys: GatewayKeys, clock: Clock = utc_now) -> APIRouter:
    """The routes of this room."""
    router = APIRouter(prefix="/api/v1/gateway-keys", tags=["gateway keys"])

    @router.get("", operation_id="listGatewayKeys")
    async def list_keys(paging: Paging) -> Page[GatewayKeyOut]:
        """All gateway keys, newest first (never the keys themselves)."""
        after = paging.after(str)
        rows = await keys.page(paging.limit + 1, after[0] if after else None)
        page, cursor = cut_page(rows, paging.limit, lambda key: [key.id])
        return Page(data=[key_out(key, clock()) for key in page], next_cursor=cursor)

    @router.post("", status_code=201, operation_id="createGatewayKey")
    async def create(body: NewGatewayKey, caller: Who, response: Response) -> GatewayKeyMade:
        """Make a key for a team. `key` in the answer is shown this once."""
        lifetime = timedelta(days=body.expires_in_days) if body.expires_in_days else None
        key, secret = await keys.create(body.whose(), body.allowance(), lifetime, by=caller.id)
        response.headers["Location"] = f"/api/v1/gateway-keys/{key.id}"
        return key_made(key, secret, clock())

    @router.get("/{key_id}", operation_id="showGatewayKey")
    async def show(key_id: KeyId) -> GatewayKeyOut:
        """One key: whose it is, and what it may do."""
        return key_out(await keys.get(key_id), clock())

    @router.patch("/{key_id}", operation_id="changeGatewayKey")
    async def change(key_id: KeyId, body: GatewayKeyChanges, caller: Who) -> GatewayKeyOut:
        """Change what is named, all of it or nothing. Gateways follow within seconds."""
        return key_out(await keys.change(key_id, body.as_changes(), by=caller.id), clock())

    @router.post("/{key_id}/rotate", operation_id="rotateGatewayKey")
    async def rotate(key_id: KeyId, body: Rotation, caller: Who) -> GatewayKeyMade:
        """A new secret for the same key, team and budget. `key` in the answer is shown this once."""
        key, secret = await keys.rotate(key_id, timedelta(hours=body.grace_hours), by=caller.id)
        return key_made(key, secret, clock())

    @router.post("/{key_id}/revoke", operation_id="revokeGatewayKey")
    async def revoke(key_id: KeyId, caller: Who) -> GatewayKeyOut:
        """End a key and all its secrets. Doing so twice changes nothing."""
        return key_out(await keys.revoke(key_id, by=caller.id), clock())

    @router.get("/{key_id}/usage", operation_id="showGatewayKeyUsage")
    async def show_usage(key_id: KeyId, month: Month = None) -> UsageOut:
        """What the key has spent in a month, by day, and what is left of its budgets."""
        key = await keys.get(key_id)
        [spending] = await asyncio.to_thread(usage, [key], keys.data_dir, month, clock())
        return usage_out(spending)

    return router
