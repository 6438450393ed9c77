"""Which payloads of the ledger name the person, and how do they go? The entries stay, and with them every proof.

    waiting in the outbox ─► without payload      in a log that nobody writes ─► erased
                                                  in a log that is in use ─► its process is told to

Looked at are the entries about the workspace. Accounts of Watchgate, and what passed the gateway, are not the catalogue's people.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.ledger import outbox
from watchgate.ledger.erasure import Select, find_payloads
from watchgate.ledger.erasure_orders import ErasureOrder, is_waiting
from watchgate.ledger.segment import segments_of
from watchgate.ledger.slots import WriterBusy, writer_dirs
from watchgate.ledger.writer import Ledger
from watchgate.remediation.person.written import Named

_NEVER = ""
"""No retention: entries about a workspace have none."""
REASON = "Erasure of a person's data."

IsAbout = Callable[[Mapping[str, Any], str], bool]
"""Asked with the fields of an entry and its payload as text."""


def is_about(workspace_id: UUID, named: Named) -> IsAbout:
    """Does an entry name the person?"""

    def asked(fields: Mapping[str, Any], payload: str) -> bool:
        if fields.get("workspace") != str(workspace_id) and fields.get("request") not in named.own_requests:
            return False
        naming = named.in_own if fields.get("request") in named.own_requests else named.anywhere
        return naming.is_in(payload)

    return asked


async def erase_waiting(tx: AsyncConnection, names: IsAbout) -> int:
    """Of entries that are not in the ledger yet. No relay moves any until the transaction ends."""
    await outbox.hold_relays(tx)
    rows = (
        await tx.execute(text("SELECT id, fields, payload FROM ledger_outbox WHERE payload IS NOT NULL"))
    ).all()
    found = [row.id for row in rows if names(row.fields, json.dumps(row.payload, ensure_ascii=False))]
    if found:
        await tx.execute(text("UPDATE ledger_outbox SET payload = NULL WHERE id = ANY(:ids)"), {"ids": found})
    return len(found)


def erase(data_dir: Path, names: IsAbout, request_id: str) -> tuple[int, int]:
    """How many payloads were erased or ordered to be, and in how many logs that is still to be done. It blocks."""
    select = _selecting(names)
    count, waiting = 0, 0
    for writer_dir in writer_dirs(data_dir):
        ranges = find_payloads(segments_of(writer_dir), select, _NEVER)
        count += sum(last - first + 1 for first, last in ranges)
        if ranges and not _erased(writer_dir, ErasureOrder(ranges, REASON, request_id), request_id):
            waiting += 1
    return count, waiting


def is_over(data_dir: Path, request_id: str) -> bool:
    """Has every process done what it was told?"""
    return not any(is_waiting(writer_dir, request_id) for writer_dir in writer_dirs(data_dir))


def _erased(writer_dir: Path, order: ErasureOrder, request_id: str) -> bool:
    order.place(writer_dir, request_id)
    try:
        Ledger.open_writer(writer_dir).close()  # who opens a log carries out the orders that wait there
    except WriterBusy:
        return False
    return True


def _selecting(names: IsAbout) -> Select:
    def selects(entry: bytes, record: bytes) -> bool:
        if b'"workspace"' not in entry and b'"request"' not in entry:
            return False
        fields = json.loads(entry)
        return isinstance(fields, dict) and names(fields, record.decode(errors="replace"))

    return selects
