"""Where in the ledger do the entries about a request stand? Noted by the relay, in the transaction that empties the outbox.

An entry belongs to the request that its field `request` names, and to the object that its field `number` names.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ledger.outbox.store import Waiting
from watchgate.ledger.outbox.tables import ledger_outbox
from watchgate.ledger.outbox.tables import ledger_place as table


@dataclass(frozen=True, slots=True)
class Place:
    """Entry number `seq` of the log `log`. `part`: the number of an object; None for what concerns the request."""

    type: str
    log: str
    seq: int
    part: int | None


async def note(tx: AsyncConnection, log: str, moved: Iterable[tuple[Waiting, int]]) -> None:
    """Put down where entries (with their numbers) went. One that went twice stands where it went last."""
    rows = [
        {
            "outbox_id": one.id,
            "subject": subject,
            "part": part if isinstance(part := one.fields.get("number"), int) else None,
            "type": one.type,
            "log": log,
            "seq": seq,
        }
        for one, seq in moved
        if isinstance(subject := one.fields.get("request"), str)
    ]
    if rows:
        new = insert(table).values(rows)
        changed = {"log": new.excluded.log, "seq": new.excluded.seq}
        await tx.execute(new.on_conflict_do_update(index_elements=[table.c.outbox_id], set_=changed))


async def of_subject(tx: AsyncConnection, subject: str, parts: Sequence[int]) -> Sequence[Place]:
    """The entries about a request, and about these of its objects, in the order in which they were made."""
    wanted: ColumnElement[bool] = or_(table.c.part.is_(None), table.c.part.in_(parts))
    query = select(table.c.type, table.c.log, table.c.seq, table.c.part)
    rows = await tx.execute(query.where(table.c.subject == subject, wanted).order_by(table.c.outbox_id))
    return [Place(**row._mapping) for row in rows]  # noqa: SLF001 -- SQLAlchemy's public name for a row as a mapping


async def waiting_for(tx: AsyncConnection, subject: str) -> int:
    """How many entries about a request are not in the ledger yet."""
    query = select(func.count()).where(ledger_outbox.c.fields["request"].as_string() == subject)
    return (await tx.execute(query)).scalar_one()
