"""How does a workspace leave? First its keys, at once and for good; then its rows, some megabytes at a time.

With the data key gone, what is sealed cannot be read again, whatever rows are still there (backups from before hold the
data key too: they have to go as well). If the second part is interrupted, the workspace stays in the state `removing`, and removing it again goes on.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring
from watchgate.workspaces import events
from watchgate.workspaces import store as workspaces
from watchgate.workspaces.erasure import store
from watchgate.workspaces.errors import WorkspaceHeld
from watchgate.workspaces.model import Workspace, WorkspaceState
from watchgate.workspaces.service import unknown

_BLOCKS_AT_ONCE = 1_000
_HOLDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Erased:
    """What is, or was, erased: the number of keys, and of rows by table."""

    workspace_id: UUID
    name: str
    keys: int
    rows: Mapping[str, int]


class Erasure:
    """Removes workspaces."""

    def __init__(self, database: Database, keyring: Keyring, clock: Clock) -> None:
        self._database = database
        self._keyring = keyring
        self._clock = clock

    async def preview(self, workspace_id: UUID) -> Erased:
        """What `remove` would erase. Raises UnknownWorkspace."""
        async with self._database.read() as tx:
            found = await workspaces.by_id(tx, workspace_id)
            if found is None:
                raise unknown(workspace_id)
            return Erased(
                found.id, found.name, len(found.credentials), await store.count_rows(tx, workspace_id)
            )

    async def remove(self, workspace_id: UUID) -> Erased:
        """Erase the workspace, or go on with a removal that was interrupted. Raises UnknownWorkspace, WorkspaceHeld."""
        found = await self._erase_keys(workspace_id)
        rows = await self._delete_rows(workspace_id)
        async with self._database.begin() as tx:
            await workspaces.delete_workspace(tx, workspace_id)
            fields: dict[str, Json] = {"workspace": str(workspace_id), "rows": dict(rows)}
            await outbox.record(tx, events.REMOVED, fields)
        return Erased(found.id, found.name, len(found.credentials), rows)

    async def _erase_keys(self, workspace_id: UUID) -> Workspace:
        async with self._database.begin() as tx:
            found = await workspaces.lock(tx, workspace_id)
            if found is None:
                raise unknown(workspace_id)
            if found.state is not WorkspaceState.REMOVING:
                _check_not_held(await store.holds_in_force(tx, workspace_id))
                await workspaces.change(tx, workspace_id, self._clock(), {"state": WorkspaceState.REMOVING})
                await workspaces.delete_keys(tx, workspace_id)
                await self._keyring.erase(tx, workspace_id)
                fields: dict[str, Json] = {"workspace": str(workspace_id), "keys": len(found.credentials)}
                await outbox.record(tx, events.REMOVAL_BEGUN, fields)
        return found

    async def _delete_rows(self, workspace_id: UUID) -> Mapping[str, int]:
        async with self._database.read() as tx:
            tables = await store.leaf_tables(tx)
        deleted: dict[str, int] = {}
        for leaf, whole in tables:
            while count := await self._sweep(
                leaf, workspace_id
            ):  # again, for rows that were written meanwhile
                deleted[whole] = deleted.get(whole, 0) + count
        return deleted

    async def _sweep(self, leaf: str, workspace_id: UUID) -> int:
        """Delete the workspace's rows from one end of a table to the other; how many there were."""
        async with self._database.read() as tx:
            blocks = await store.block_count(tx, leaf)
        count = 0
        for first in range(0, blocks, _BLOCKS_AT_ONCE):
            async with self._database.begin() as tx:
                count += await store.delete_blocks(tx, leaf, workspace_id, first, first + _BLOCKS_AT_ONCE)
        return count


def _check_not_held(holds: Sequence[str]) -> None:
    if holds:
        shown = ", ".join(holds[:_HOLDS_SHOWN])
        more = f" and {len(holds) - _HOLDS_SHOWN} more" if len(holds) > _HOLDS_SHOWN else ""
        raise WorkspaceHeld(f"Legal holds keep what is in this workspace: {shown}{more}. Release them first.")
