"""Whose turn is it to change a request? One at a time: the row is locked, the caller may see it, and it has not expired."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.remediation import events, store
from watchgate.remediation.errors import Expired
from watchgate.remediation.lifecycle import EXPIRING, Step, after
from watchgate.remediation.request import Request, comment_context
from watchgate.remediation.writing import checked, record, said, save
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

_SWEPT_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Turns:
    """Gives callers their turn with a request."""

    database: Database
    keyring: Keyring
    clock: Clock

    async def visible(self, caller: Caller, request_id: str) -> Request:
        """The request, not locked. Raises UnknownRequest."""
        async with self.database.read() as tx:
            return checked(await store.by_id(tx, request_id), caller)

    @asynccontextmanager
    async def locked(
        self, caller: Caller, request_id: str, *, may_expire: bool = True
    ) -> AsyncIterator[tuple[AsyncConnection, Request]]:
        """A transaction that nobody else has with this request. Raises UnknownRequest, Expired."""
        if may_expire and await self._expire_if_due(request_id, caller):
            raise Expired(
                "The request has waited too long and has expired. Plan it anew: what it would do may have changed."
            )
        async with self.database.begin() as tx:
            yield tx, checked(await store.lock(tx, request_id), caller)

    async def comment(
        self, tx: AsyncConnection, caller: Caller, request: Request, text: Content | None
    ) -> str | None:
        """Write a comment down; its id, or None when nothing is said."""
        if text is None:
            return None
        comment_id = new_id("cmt")
        sealer = await self.keyring.existing(tx, request.workspace_id)
        await store.insert_comment(
            tx,
            comment_id=comment_id,
            request_id=request.id,
            at=self.clock(),
            by=caller.principal,
            by_name=caller.name,
            sealed=sealer.seal(text.reveal().encode(), context=comment_context(comment_id)),
        )
        await record(tx, events.COMMENTED, request, caller, {"comment": comment_id}, said(text))
        return comment_id

    async def expire_due(self) -> int:
        """End what has waited too long; how many."""
        async with self.database.read() as tx:
            due = await store.expiring(tx, self.clock(), _SWEPT_AT_ONCE)
        return sum([await self._expire_if_due(request_id) for request_id in due])

    async def _expire_if_due(self, request_id: str, caller: Caller | None = None) -> bool:
        async with self.database.begin() as tx:
            request = await store.lock(tx, request_id)
            if request is None or (caller is not None and not caller.may_see(request.workspace_id)):
                return False
            now = self.clock()
            if request.state not in EXPIRING or request.expires_at is None or now < request.expires_at:
                return False
            changed = replace(
                request, state=after(Step.EXPIRE, request.state), finished_at=now, expires_at=None
            )
            await save(tx, request, changed)
            about = {
                "request": request.id,
                "workspace": str(request.workspace_id),
                "was": request.state.value,
            }
            await outbox.record(tx, events.EXPIRED, about)
        return True
