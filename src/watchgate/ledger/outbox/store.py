"""How are entries put into the outbox, and taken out again?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.kernel.canonical_json import Json
from watchgate.kernel.clock import Clock, utc_now
from watchgate.ledger.line import RESERVED_FIELDS, canonical
from watchgate.ledger.outbox.tables import ledger_outbox

OWN_FIELDS = frozenset({"outbox", "recorded_at"})
_RELAY_LOCK = 0x7761_7463_6803


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry that is not in the ledger yet."""

    id: int
    type: str
    fields: Mapping[str, Json]
    payload: Mapping[str, Json] | None
    recorded_at: datetime


async def record(
    tx: AsyncConnection,
    type: str,  # noqa: A002 -- the entry's own word for it
    fields: Mapping[str, Json],
    payload: Mapping[str, Json] | None = None,
    *,
    clock: Clock = utc_now,
) -> None:
    """Have an entry in the ledger if, and only if, this transaction is committed.

    *type* is one of the words of the rooms (`EventType`, `workspace.enrolled`, …). *fields* stay for as long as the entry, so
    they hold nothing about a person; *payload* can be erased. Neither holds floats.
    Raises ValueError, TypeError or OverflowError for what an entry cannot hold.
    """
    if clash := (RESERVED_FIELDS | OWN_FIELDS) & fields.keys():
        raise ValueError(f"an entry may not have fields named {sorted(clash)}")
    for part in (fields, payload or {}):
        canonical(part)  # what cannot be written has to fail here, not in the relay
    row = {"type": str(type), "fields": dict(fields), "payload": payload, "recorded_at": clock()}
    await tx.execute(ledger_outbox.insert().values(row))


async def is_alone(tx: AsyncConnection) -> bool:
    """Is no other relay at work? Then none will be until the transaction ends."""
    return bool((await tx.execute(select(func.pg_try_advisory_xact_lock(_RELAY_LOCK)))).scalar_one())


async def hold_relays(tx: AsyncConnection) -> None:
    """Wait until no relay is at work; none will be until the transaction ends."""
    await tx.execute(select(func.pg_advisory_xact_lock(_RELAY_LOCK)))


async def oldest(tx: AsyncConnection, limit: int) -> Sequence[Waiting]:
    """The entries that wait, in the order of their numbers."""
    rows = await tx.execute(select(ledger_outbox).order_by(ledger_outbox.c.id).limit(limit))
    return [Waiting(**row._mapping) for row in rows]  # noqa: SLF001 -- SQLAlchemy's public name for a row as a mapping


async def forget(tx: AsyncConnection, waiting: Sequence[Waiting]) -> None:
    """They are in the ledger."""
    await tx.execute(delete(ledger_outbox).where(ledger_outbox.c.id.in_([one.id for one in waiting])))
