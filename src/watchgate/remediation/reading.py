"""What is there to see of requests? Lists, single ones with their objects and comments; within the caller's workspaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.content import Content
from watchgate.remediation import store
from watchgate.remediation.errors import UnknownRequest
from watchgate.remediation.model import ObjectState
from watchgate.remediation.person.progress import ErasureProgress, progress_of
from watchgate.remediation.request import Comment, Request, RequestObject, comment_context, reason_context
from watchgate.remediation.store import RequestFilter
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased, Keyring, WorkspaceSealer


@dataclass(frozen=True, slots=True)
class Shown:
    """A request to be shown. `objects`: state → how many; `reason` is None when the workspace's data key was erased.

    `erasure`: how far the erasure of the person is, whom the request deletes everything of.
    """

    request: Request
    reason: Content | None
    objects: Mapping[str, int]
    erasure: ErasureProgress | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Reads requests."""

    database: Database
    keyring: Keyring

    async def page(
        self, caller: Caller, wanted: RequestFilter, limit: int, after: tuple[datetime, str] | None = None
    ) -> Sequence[Shown]:
        """Up to *limit* requests that the caller may see, the newest first, from the first after *after*."""
        async with self.database.read() as tx:
            found = await store.page(tx, replace(wanted, workspaces=caller.workspaces), after, limit)
            return await self._shown(tx, found)

    async def get(self, caller: Caller, request_id: str) -> Shown:
        """Raises UnknownRequest."""
        async with self.database.read() as tx:
            return (await self._shown(tx, [await _visible(tx, caller, request_id)]))[0]

    async def objects(
        self, caller: Caller, request_id: str, after: int, limit: int, state: ObjectState | None = None
    ) -> Sequence[RequestObject]:
        """Up to *limit* objects by number, from the first after *after*. Raises UnknownRequest."""
        async with self.database.read() as tx:
            await _visible(tx, caller, request_id)
            return await store.objects(tx, request_id, after, limit, state)

    async def comments(
        self, caller: Caller, request_id: str, after: str | None, limit: int
    ) -> Sequence[Comment]:
        """Up to *limit* comments, the oldest first. Raises UnknownRequest."""
        async with self.database.read() as tx:
            request = await _visible(tx, caller, request_id)
            sealer = await self._sealer(tx, request)
            rows = await store.comments_of(tx, request_id, after, limit)
        return [
            Comment(
                row.id,
                row.written_at,
                row.written_by,
                row.written_by_name,
                _opened(sealer, row.text_sealed, comment_context(row.id)),
            )
            for row in rows
        ]

    async def _shown(self, tx: AsyncConnection, requests: Sequence[Request]) -> Sequence[Shown]:
        counts = await store.counts(tx, [request.id for request in requests])
        erasures = await progress_of(tx, requests)
        shown = []
        for request in requests:
            sealer = await self._sealer(tx, request)
            reason = _opened(sealer, request.reason_sealed, reason_context(request.id))
            shown.append(Shown(request, reason, counts.get(request.id, {}), erasures.get(request.id)))
        return shown

    async def _sealer(self, tx: AsyncConnection, request: Request) -> WorkspaceSealer | None:
        try:
            return await self.keyring.existing(tx, request.workspace_id)
        except DataKeyErased:  # the workspace was removed: what people wrote about it went with it
            return None


async def _visible(tx: AsyncConnection, caller: Caller, request_id: str) -> Request:
    request = await store.by_id(tx, request_id)
    if request is None or not caller.may_see(request.workspace_id):
        raise UnknownRequest("There is no such request.")
    return request


def _opened(sealer: WorkspaceSealer | None, sealed: bytes, context: bytes) -> Content | None:
    return Content(sealer.open(sealed, context=context).decode()) if sealer else None
