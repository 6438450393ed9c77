"""What does the ledger say of an object? Which request and decision, what exactly, what OpenAI answered; never a word of anybody's."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation.request import Request, RequestObject

CARRIER = Caller("watchgate", "Watchgate", "worker", frozenset())
"""Who begins, pauses and finishes requests when no person does."""


async def record_done(
    tx: AsyncConnection, request: Request, one: RequestObject, removed: Mapping[str, int]
) -> None:
    """It is gone, or was; *removed*: how many rows of what went from our own copy."""
    more: dict[str, Json] = {
        "status": one.upstream_status,
        "answer": dict(one.upstream_answer or {}),
        "attempts": one.attempts,
        "removed": dict(removed),
    }
    await outbox.record(tx, events.OBJECT_DONE, about(request, one) | more, whose(one))


async def record_failed(tx: AsyncConnection, request: Request, one: RequestObject) -> None:
    more: dict[str, Json] = {"status": one.upstream_status, "attempts": one.attempts}
    await outbox.record(tx, events.OBJECT_FAILED, about(request, one) | more, whose(one) | {"note": one.note})


async def record_held(tx: AsyncConnection, request: Request, one: RequestObject, hold_id: str) -> None:
    await outbox.record(tx, events.OBJECT_HELD, about(request, one) | {"hold": hold_id}, whose(one))


def about(request: Request, one: RequestObject) -> dict[str, Json]:
    """What every entry about an object says: ids and words of ours."""
    target = one.target
    return {
        "request": request.id,
        "workspace": str(request.workspace_id),
        "action": request.action.value,
        "number": one.number,
        "kind": target.kind.value,
        "object": target.id,
        "parent": target.parent_id,
        "state": one.state.value,
        "requested_by": request.requested_by,
        "decided_by": request.decided_by,
    }


def whose(one: RequestObject) -> dict[str, Json]:
    """A user's id is personal: payload, so that a person's erasure takes it out."""
    return {"owner": one.target.owner_id}
