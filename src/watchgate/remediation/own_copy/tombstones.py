"""How is it kept that an object must not come back? Written in the transaction that erases it, after nobody writes into the catalogue
who does not know of it yet.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ingest.store.erased_people import hold_ingest
from watchgate.remediation.model import Kind
from watchgate.remediation.own_copy.tables import erased_object as table
from watchgate.storage.driver import psycopg_of


async def bury(
    tx: AsyncConnection,
    workspace_id: UUID,
    objects: Iterable[tuple[Kind, str]],
    *,
    is_masked: bool,
    now: datetime,
) -> None:
    """From here on ingest leaves them out, or masks them. What was erased stays erased if it is masked later."""
    await hold_ingest(await psycopg_of(tx), workspace_id)
    rows = [
        {
            "workspace_id": workspace_id,
            "kind": kind.value,
            "object_id": object_id,
            "is_masked": is_masked,
            "erased_at": now,
        }
        for kind, object_id in objects
    ]
    new = insert(table).values(rows)
    both = and_(table.c.is_masked, new.excluded.is_masked)
    await tx.execute(
        new.on_conflict_do_update(
            index_elements=[table.c.workspace_id, table.c.kind, table.c.object_id],
            set_={"is_masked": both, "erased_at": new.excluded.erased_at},
        )
    )
