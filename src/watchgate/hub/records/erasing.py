"""What becomes of records of a person who is erased? The bodies of their runs', and of all that name them, are erased; that there was
a record stays, with what the ledger says of it.
"""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records import events, sealing
from watchgate.hub.records.tables import hub_record as table
from watchgate.kernel.clock import Clock
from watchgate.ledger import outbox
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring, WorkspaceSealer

_AT_ONCE = 500
_THEIRS = text("""
SELECT DISTINCT conversation_id FROM usage_sighting
WHERE workspace_id = :workspace AND person = ANY(:ids) AND conversation_id IS NOT NULL
""")
Names = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class RecordErasure:
    """Goes through the records of a workspace, and those of none: what they say may be about anybody."""

    database: Database
    keyring: Keyring
    clock: Clock

    async def erase(self, workspace_id: UUID, user_ids: tuple[str, ...], names: Names) -> int:
        """How many bodies were erased. Asked again, it goes on where it was."""
        async with self.database.read() as tx:
            asked = {"workspace": workspace_id, "ids": list(user_ids)}
            theirs = frozenset((await tx.execute(_THEIRS, asked)).scalars())
        count, after = 0, ""
        while True:
            async with self.database.begin() as tx:
                rows = await _batch(tx, workspace_id, after)
                sealer = await self.keyring.existing(tx, sealing.HUB) if rows else None
                if sealer is None:
                    return count
                found = await asyncio.to_thread(_naming, rows, sealer, theirs, names)
                await self._blank(tx, found)
            count, after = count + len(found), rows[-1].id

    async def _blank(self, tx: AsyncConnection, found: list[str]) -> None:
        these = update(table).where(table.c.id.in_(found))
        await tx.execute(these.values(body_sealed=None, ephemeral_user_id=None, erased_at=self.clock()))
        for record_id in found:
            await outbox.record(tx, events.ERASED, {"record": record_id, "why": "person"})


async def _batch(tx: AsyncConnection, workspace_id: UUID, after: str) -> list[Any]:
    query = select(table.c.id, table.c.conversation_id, table.c.client_key, table.c.body_sealed)
    here = or_(table.c.workspace_id == workspace_id, table.c.workspace_id.is_(None))
    query = query.where(here, table.c.body_sealed.is_not(None), table.c.id > after)
    return list((await tx.execute(query.order_by(table.c.id).limit(_AT_ONCE))).all())


def _naming(rows: Iterable[Any], sealer: WorkspaceSealer, theirs: frozenset[str], names: Names) -> list[str]:
    return [
        row.id
        for row in rows
        if row.conversation_id in theirs or names(f" {row.client_key} {_body(sealer, row)}")
    ]


def _body(sealer: WorkspaceSealer, row: Any) -> str:  # noqa: ANN401 -- a row
    return sealing.body_of(sealing.salted_of(sealer, row.id, bytes(row.body_sealed)))
