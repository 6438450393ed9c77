"""What is in the demo's database? Sums over the rooms' tables that no page of the product needs."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.catalog.tables import conversation, file, message, person
from watchgate.findings.tables import finding
from watchgate.ledger.outbox.tables import ledger_outbox


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much is in the catalogue. `messages`: each once, however often it was edited."""

    conversations: int
    messages: int
    people: int
    files: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: code points of a message's text."""

    message_id: str
    entity: str
    start: int
    end: int


async def numbers(tx: AsyncConnection) -> Numbers:
    messages = select(func.count(message.c.message_id.distinct()))
    return Numbers(
        conversations=await _count(tx, conversation),
        messages=(await tx.execute(messages)).scalar_one(),
        people=await _count(tx, person),
        files=await _count(tx, file),
    )


async def files_by_outcome(tx: AsyncConnection) -> dict[str, int]:
    """How many uploaded files were scanned, and how many not, by reason."""
    outcome = func.coalesce(file.c.scan_note, file.c.state_note, file.c.scan_state, file.c.state)
    counted = func.count()
    rows = await tx.execute(select(outcome, counted).group_by(outcome).order_by(counted.desc()))
    return {str(name): int(count) for name, count in rows}


async def found_in_messages(tx: AsyncConnection) -> Sequence[Place]:
    """Where something was found. A demo's few thousand rows, at once."""
    columns = (finding.c.asset_id, finding.c.entity, finding.c.start, finding.c.end)
    rows = await tx.execute(select(*columns).where(finding.c.asset_kind == "message"))
    return [Place(*row) for row in rows]


async def entries_on_their_way(tx: AsyncConnection) -> int:
    """Ledger entries that are committed, and not in the ledger yet."""
    return await _count(tx, ledger_outbox)


async def _count(tx: AsyncConnection, table: Table) -> int:
    return int((await tx.execute(select(func.count()).select_from(table))).scalar_one())
