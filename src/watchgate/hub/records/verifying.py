"""Is every record that the ledger tells of still there, as it was? And is none there that it does not tell of?

What a record looks like stands in the database, that and what was recorded in the ledger, which nobody can change unnoticed. So a row
that was edited, put in or deleted behind our back does not agree with it any more. Entries reach the ledger a moment after the record
does; until then it is `pending`.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records import events, sealing
from watchgate.hub.records.recorded import Recorded, recorded_in
from watchgate.hub.records.store import record_of
from watchgate.hub.records.tables import hub_record
from watchgate.hub.records.telling import ledger_fields
from watchgate.ledger.outbox.tables import ledger_outbox
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring, SealBroken, WorkspaceSealer

_AT_ONCE = 500


class Holds(StrEnum):
    """What the ledger says to a record."""

    VERIFIED = "verified"
    PENDING = "pending"
    """Its entry is on its way."""
    CHANGED = "changed"
    """It is not what was recorded."""
    MISSING = "missing"
    """It was recorded, and is not there."""
    UNRECORDED = "unrecorded"
    """It is there, and was never recorded."""


BAD = frozenset({Holds.CHANGED, Holds.MISSING, Holds.UNRECORDED})


@dataclass(frozen=True, slots=True)
class Verification:
    """Record → what the ledger says to it; those that are missing too."""

    holds: Mapping[str, Holds]

    @property
    def counts(self) -> Mapping[Holds, int]:
        return {kind: sum(one is kind for one in self.holds.values()) for kind in Holds}

    @property
    def bad(self) -> Sequence[tuple[str, Holds]]:
        """In the order of their ids."""
        return sorted((one, kind) for one, kind in self.holds.items() if kind in BAD)

    @property
    def is_good(self) -> bool:
        return not self.bad


@dataclass(frozen=True, slots=True)
class _Row:
    id: str
    fields: Mapping[str, Any]
    """As the ledger would have it."""
    has_body: bool
    is_sound: bool
    """Its sealed body is what its digest is of."""


async def verify(database: Database, keyring: Keyring, data_dir: Path) -> Verification:
    """All of them. Raises LogDamaged, OSError: a ledger that cannot be read says nothing."""
    told = await asyncio.to_thread(
        recorded_in, data_dir
    )  # first, so that what it tells of is in the database by now
    async with database.read() as tx:
        waiting, expiring = await _waiting(tx), await _expiring(tx)
        rows = await _rows(tx, keyring)
    there = {row.id for row in rows}
    is_news = any(row.id not in told.records and row.id not in waiting for row in rows)
    if is_news or told.records.keys() - there - told.expired - expiring:
        told = _of_then(await asyncio.to_thread(recorded_in, data_dir), told, there)  # it has come meanwhile
    found = {row.id: _judged(row, told, waiting) for row in rows}
    found |= dict.fromkeys(told.records.keys() - found.keys() - told.expired, Holds.MISSING)
    return Verification(found)


def _of_then(now: Recorded, before: Recorded, there: set[str]) -> Recorded:
    """What is told now, of the records that the database was asked for: others have come since."""
    known = before.records.keys() | there
    return Recorded({one: what for one, what in now.records.items() if one in known}, now.erased, now.expired)


def _judged(row: _Row, told: Recorded, waiting: frozenset[str]) -> Holds:
    if row.id not in told.records:
        return Holds.PENDING if row.id in waiting else Holds.UNRECORDED
    is_same = told.records[row.id] == row.fields and row.is_sound
    is_whole = row.has_body or row.id in told.erased or row.id in waiting
    return Holds.VERIFIED if is_same and is_whole else Holds.CHANGED


async def _waiting(tx: AsyncConnection) -> frozenset[str]:
    """The records whose entries are on their way."""
    fields = ledger_outbox.c.fields["record"].as_string()
    ours = ledger_outbox.c.type.in_([events.RECORDED, events.ERASED])
    return frozenset((await tx.execute(select(fields).where(ours))).scalars())


async def _expiring(tx: AsyncConnection) -> frozenset[str]:
    """The records whose removal is not in the ledger yet."""
    query = select(ledger_outbox.c.fields).where(ledger_outbox.c.type == events.EXPIRED)
    return frozenset(one for fields in (await tx.execute(query)).scalars() for one in fields["records"])


async def _rows(tx: AsyncConnection, keyring: Keyring) -> list[_Row]:
    rows: list[_Row] = []
    query = select(hub_record).order_by(hub_record.c.id).limit(_AT_ONCE)
    batch = (await tx.execute(query)).all()
    sealer = await keyring.existing(tx, sealing.HUB) if batch else None
    while batch and sealer is not None:
        rows += await asyncio.to_thread(_checked, sealer, batch)
        batch = (await tx.execute(query.where(hub_record.c.id > batch[-1].id))).all()
    return rows


def _checked(sealer: WorkspaceSealer, batch: Iterable[Any]) -> list[_Row]:
    return [
        _Row(
            row.id,
            ledger_fields(record_of(row)),
            row.body_sealed is not None,
            row.body_sealed is None or _digest(sealer, row.id, bytes(row.body_sealed)) == row.body_digest,
        )
        for row in batch
    ]


def _digest(sealer: WorkspaceSealer, record_id: str, sealed: bytes) -> str | None:
    try:
        return sealing.digest_of(sealing.salted_of(sealer, record_id, sealed))
    except SealBroken:
        return None
