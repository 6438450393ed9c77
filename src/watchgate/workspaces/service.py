"""Which workspaces are watched, and how do they come, change and go? Each step is one transaction with its ledger entry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.clock import Clock
from watchgate.kernel.content import Content
from watchgate.ledger import outbox
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces import events, store
from watchgate.workspaces.checks import check_name, check_organization_id
from watchgate.workspaces.errors import AlreadyEnrolled, BeingRemoved, UnknownWorkspace
from watchgate.workspaces.model import (
    Changes,
    Enrolment,
    KeyKind,
    Workspace,
    WorkspaceState,
    last_four,
)


class Workspaces:
    """The enrolled workspaces and their keys."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def enrol(self, new: Enrolment) -> Workspace:
        """Add a workspace with its keys sealed. Raises AlreadyEnrolled when its id or name is taken."""
        now = self._clock()
        added = Workspace(
            new.workspace_id, new.name, new.organization_id, WorkspaceState.ACTIVE, now, now, credentials=()
        )
        async with self._database.begin() as tx:
            await store.hold_names(tx)
            await self._refuse_duplicate(tx, new)
            await store.add(tx, added)
            for kind, key in new.keys.items():
                await self._put_key(tx, added.id, kind, key)
            fields = {
                "workspace": str(added.id),
                "organization": added.organization_id,
                "keys": [kind.value for kind in new.keys],
            }
            await outbox.record(tx, events.ENROLLED, fields)
            return await _get(tx, added.id)

    async def refuse_duplicate(self, new: Enrolment) -> None:
        """Raises AlreadyEnrolled when the id or the name is taken now; `enrol` looks again."""
        async with self._database.read() as tx:
            await self._refuse_duplicate(tx, new)

    async def get(self, workspace_id: UUID) -> Workspace:
        """Raises UnknownWorkspace."""
        async with self._database.read() as tx:
            return await _get(tx, workspace_id)

    async def find(self, reference: str) -> Workspace:
        """The workspace with this id or name. Raises UnknownWorkspace."""
        async with self._database.read() as tx:
            try:
                found = await store.by_id(tx, UUID(reference.strip()))
            except ValueError:
                found = await store.by_name(tx, reference.strip())
        if found is None:
            raise UnknownWorkspace(
                f"No workspace has the id or name {reference!r}. `watchgate workspaces list` shows those there are."
            )
        return found

    async def page(
        self, limit: int, after_name: str | None = None, *, within: Collection[UUID] | None = None
    ) -> Sequence[Workspace]:
        """Up to *limit* workspaces by name, from the first after *after_name*; only those *within*, unless that is None."""
        async with self._database.read() as tx:
            return await store.page(tx, limit, after_name, within)

    async def keys(self, workspace_id: UUID) -> Mapping[KeyKind, Content]:
        """The workspace's keys, opened. Raises UnknownWorkspace, BeingRemoved."""
        async with self._database.read() as tx:
            found = await _get(tx, workspace_id)
            if found.state is WorkspaceState.REMOVING:
                raise being_removed(found)
            sealer = await self._keyring.existing(tx, workspace_id)
            sealed = await store.sealed_keys(tx, workspace_id)
        return {
            kind: Content(sealer.open(key, context=key_context(workspace_id, kind)).decode())
            for kind, key in sealed.items()
        }

    async def change(self, workspace_id: UUID, changes: Changes) -> Workspace:
        """Rename, pause, resume, correct the organisation, replace keys: all of it or nothing.

        Raises UnknownWorkspace, Malformed, AlreadyEnrolled (the name is taken), BeingRemoved.
        """
        async with self._database.begin() as tx:
            await store.hold_names(tx)
            before = await store.lock(tx, workspace_id)
            if before is None:
                raise unknown(workspace_id)
            if before.state is WorkspaceState.REMOVING:
                raise being_removed(before)
            after = _applied(before, changes)
            if after.name != before.name and await store.by_name(tx, after.name):
                raise _name_taken(after.name)
            await self._record_changes(tx, before, after)
            for kind, key in changes.keys.items():
                was_there = await self._put_key(tx, workspace_id, kind, key)
                fields = {"workspace": str(workspace_id), "kind": kind.value, "replaced": was_there}
                await outbox.record(tx, events.KEY_ROTATED, fields)
            return await _get(tx, workspace_id)

    async def _record_changes(self, tx: AsyncConnection, before: Workspace, after: Workspace) -> None:
        names = ("name", "organization_id", "state")
        changed = {
            name: getattr(after, name) for name in names if getattr(after, name) != getattr(before, name)
        }
        if changed:
            await store.change(
                tx, before.id, self._clock(), {name: str(value) for name, value in changed.items()}
            )
        if "state" in changed:
            word = events.PAUSED if after.state is WorkspaceState.PAUSED else events.RESUMED
            await outbox.record(tx, word, {"workspace": str(before.id)})
        if renamed := sorted(changed.keys() - {"state"}):
            await outbox.record(tx, events.CHANGED, {"workspace": str(before.id), "fields": renamed})

    async def _put_key(self, tx: AsyncConnection, workspace_id: UUID, kind: KeyKind, key: Content) -> bool:
        sealer = await self._keyring.for_workspace(tx, workspace_id)
        sealed = sealer.seal(key.reveal().encode(), context=key_context(workspace_id, kind))
        return await store.put_key(tx, workspace_id, kind, sealed, last_four(key), self._clock())

    async def _refuse_duplicate(self, tx: AsyncConnection, new: Enrolment) -> None:
        if same := await store.by_id(tx, new.workspace_id):
            raise AlreadyEnrolled(
                f"The workspace {same.id} is enrolled already, as {same.name!r} ({same.state}). To give it another key, use"
                " `watchgate workspaces rotate-key`."
            )
        if await store.by_name(tx, new.name):
            raise _name_taken(new.name)


def key_context(workspace_id: UUID, kind: KeyKind) -> bytes:
    """What a sealed key is bound to: moved to another workspace or kind, it does not open."""
    return b"credential:" + workspace_id.bytes + b":" + kind.value.encode()


def unknown(workspace_id: UUID) -> UnknownWorkspace:
    return UnknownWorkspace(
        f"The workspace {workspace_id} is not enrolled. `watchgate workspaces list` shows those that are."
    )


def being_removed(workspace: Workspace) -> BeingRemoved:
    return BeingRemoved(
        f"The workspace {workspace.name!r} is being removed and its keys are erased. Finish with"
        " `watchgate workspaces remove`, then enrol it again."
    )


async def _get(tx: AsyncConnection, workspace_id: UUID) -> Workspace:
    found = await store.by_id(tx, workspace_id)
    if found is None:
        raise unknown(workspace_id)
    return found


def _applied(before: Workspace, changes: Changes) -> Workspace:
    return replace(
        before,
        name=before.name if changes.name is None else check_name(changes.name),
        organization_id=before.organization_id
        if changes.organization_id is None
        else check_organization_id(changes.organization_id),
        state=changes.state or before.state,
    )


def _name_taken(name: str) -> AlreadyEnrolled:
    return AlreadyEnrolled(f"The name {name!r} is another workspace's. Choose another.")
