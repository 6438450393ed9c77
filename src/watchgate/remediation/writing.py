"""How is a change of a request written: its row, and the entry in the ledger, in the same transaction?"""

from dataclasses import fields

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.content import Content
from watchgate.ledger import outbox
from watchgate.remediation import store
from watchgate.remediation.errors import UnknownRequest
from watchgate.remediation.request import Request


async def save(tx: AsyncConnection, before: Request, changed: Request) -> None:
    """Write what has changed. The caller holds the request's lock."""
    names = [one.name for one in fields(Request)]
    values = {
        name: getattr(changed, name) for name in names if getattr(changed, name) != getattr(before, name)
    }
    if "involved" in values:
        values["involved"] = list(changed.involved)
    await store.change(tx, before.id, **values)


async def record(
    tx: AsyncConnection,
    word: str,
    request: Request,
    caller: Caller,
    more: dict[str, Json] | None = None,
    payload: dict[str, Json] | None = None,
) -> None:
    """An entry: who did what to which request. What people wrote is its payload."""
    about: dict[str, Json] = {
        "request": request.id,
        "workspace": str(request.workspace_id),
        "state": request.state.value,
        "by": caller.id,
        "principal": caller.principal,
    }
    await outbox.record(tx, word, about | (more or {}), {"by_name": caller.name} | (payload or {}))


def said(text: Content | None) -> dict[str, Json]:
    """A comment as payload."""
    return {} if text is None else {"comment": text.reveal()}


def checked(request: Request | None, caller: Caller) -> Request:
    """The request, if it is there for this caller. Raises UnknownRequest."""
    if request is None or not caller.may_see(request.workspace_id):
        raise UnknownRequest("There is no such request.")
    return request
