"""Who places and releases holds, and what do they keep? Each change is in the ledger with its transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.http.permissions import Caller
from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.kernel.ids import new_id
from watchgate.ledger import outbox
from watchgate.remediation import events
from watchgate.remediation.holds import evaluating, store
from watchgate.remediation.holds.model import (
    AlreadyReleased,
    Hold,
    HoldRefused,
    On,
    Subject,
    UnknownHold,
)
from watchgate.remediation.model import Target
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces import store as workspaces
from watchgate.workspaces.errors import UnknownWorkspace


@dataclass(frozen=True, slots=True)
class LegalHolds:
    """Legal holds, in the database; the adapter of the port `Holds`."""

    database: Database
    keyring: Keyring
    clock: Clock

    async def holding(
        self, tx: AsyncConnection, workspace_id: UUID, targets: Sequence[Target]
    ) -> Mapping[Target, str]:
        """Those of *targets* that a hold keeps, with its id. Until *tx* ends nobody places another in the workspace."""
        await store.ask_lock(tx, workspace_id)
        holds = await store.in_force(tx, self.keyring, workspace_id)
        return await evaluating.kept(tx, workspace_id, holds, targets)

    async def place(
        self,
        caller: Caller,
        workspace_id: UUID,
        subject: Subject,
        reason: Content,
        case: Content | None = None,
    ) -> Hold:
        """In force from now on, for what is there and what comes. Raises UnknownWorkspace, HoldRefused."""
        _check(subject)
        now = self.clock()
        hold = Hold(
            *(
                new_id("hld"),
                workspace_id,
                subject.on,
                subject,
                reason,
                case,
                now,
                caller.principal,
                caller.name,
            )
        )
        async with self.database.begin() as tx:
            found = await workspaces.by_id(tx, workspace_id)
            if found is None or not caller.may_see(workspace_id):
                raise UnknownWorkspace("There is no such workspace.")
            await store.place_lock(tx, workspace_id)
            await store.insert_hold(tx, hold, await self.keyring.existing(tx, workspace_id))
            await _record(tx, events.HOLD_PLACED, hold, caller, reason)
        return hold

    async def release(self, caller: Caller, hold_id: str, reason: Content) -> Hold:
        """It keeps nothing any more. Raises UnknownHold, AlreadyReleased."""
        async with self.database.begin() as tx:
            hold = _there(await store.by_id(tx, self.keyring, hold_id, to_change=True), caller)
            if not hold.is_in_force:
                raise AlreadyReleased(f"{hold.released_by_name} has released it already.")
            await store.place_lock(tx, hold.workspace_id)
            sealer = await self.keyring.existing(tx, hold.workspace_id)
            now = self.clock()
            await store.release(tx, hold, sealer, reason, caller.name, now)
            await _record(tx, events.HOLD_RELEASED, hold, caller, reason)
        return replace(hold, released_at=now, released_by_name=caller.name, release_reason=reason)

    async def get(self, caller: Caller, hold_id: str) -> Hold:
        """Raises UnknownHold."""
        async with self.database.read() as tx:
            return _there(await store.by_id(tx, self.keyring, hold_id), caller)

    async def page(
        self,
        caller: Caller,
        after: str | None,
        limit: int,
        *,
        workspace_id: UUID | None = None,
        in_force: bool | None = None,
    ) -> Sequence[Hold]:
        """Those that the caller may see, the oldest first."""
        async with self.database.read() as tx:
            return await store.page(
                tx,
                self.keyring,
                workspaces=caller.workspaces,
                workspace_id=workspace_id,
                in_force=in_force,
                after=after,
                limit=limit,
            )


def _check(subject: Subject) -> None:
    if subject.on is On.QUERY and not subject.query:
        raise HoldRefused(
            "A query without any condition would hold everything. Say which findings, or hold each person."
        )
    if subject.on is not On.QUERY and (subject.named is None or not subject.named.reveal().strip()):
        raise HoldRefused(f"Say which {subject.on.value} it is on.")


def _there(hold: Hold | None, caller: Caller) -> Hold:
    if hold is None or not caller.may_see(hold.workspace_id):
        raise UnknownHold("There is no such hold. `watchgate holds list` shows those there are.")
    return hold


async def _record(tx: AsyncConnection, word: str, hold: Hold, caller: Caller, reason: Content) -> None:
    fields: dict[str, Json] = {
        "hold": hold.id,
        "workspace": str(hold.workspace_id),
        "on": hold.on.value,
        "by": caller.id,
        "principal": caller.principal,
    }
    subject = hold.subject
    said: dict[str, Json] = {
        "by_name": caller.name,
        "reason": reason.reveal(),
        "named": subject.named.reveal() if subject and subject.named else None,
        "query": dict(subject.query) if subject and subject.query else None,
        "case": hold.case.reveal() if hold.case else None,
    }
    await outbox.record(tx, word, fields, said)
