"""What did others, or OpenAI, say about the person: in which events of the logs, and in which lines that could not be read?

All that is sealed there has to be opened to be looked at, by the place of the rows on the disk, some at a time.
An event of somebody else stays as an event: that it happened, not what it said.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, TextClause, text

from watchgate.remediation.person.naming import Naming
from watchgate.storage.database import Database
from watchgate.storage.sealing import WorkspaceSealer

_BLOCKS_AT_ONCE = 200
_ESCAPED = b"\\u"
"""JSON may write any letter as its number."""
_LEAVES = text("""
    SELECT format('%I.%I', n.nspname, c.relname) AS leaf
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = current_schema()
          AND (c.relname = :table OR (c.relispartition AND pg_partition_root(c.oid) = CAST(:table AS regclass)))
    ORDER BY leaf
""")
_SIZE = text("SELECT pg_relation_size(CAST(:leaf AS regclass)) / current_setting('block_size')::int")


@dataclass(frozen=True, slots=True)
class _Place:
    """A table with sealed lines in it: its key, what the seal is bound to, and how one that names the person goes."""

    table: str
    key: str
    bound_to: str
    prefix: str
    goes: TextClause


_EVENTS = _Place(
    "event",
    "event_id",
    "event_id",
    "event:",
    text("UPDATE event SET sealed = NULL WHERE workspace_id = :workspace AND event_id = ANY(:found)"),
)
_BROKEN_LINES = _Place(
    "broken_line",
    "id",
    "byte_offset",
    "broken:",
    text("DELETE FROM broken_line WHERE workspace_id = :workspace AND id = ANY(:found)"),
)
PLACES = {"events_quoting": _EVENTS, "broken_lines": _BROKEN_LINES}
"""What each is counted as."""


@dataclass(frozen=True, slots=True)
class Quoting:
    """Erases it."""

    database: Database

    async def erase(self, place: _Place, workspace_id: UUID, sealer: WorkspaceSealer, naming: Naming) -> int:
        """How many there were."""
        count = 0
        async for rows in self._rows(place, workspace_id):
            found = await asyncio.to_thread(_found, place, sealer, naming, rows)
            if found:
                async with self.database.begin() as tx:
                    await tx.execute(place.goes, {"workspace": workspace_id, "found": found})
            count += len(found)
        return count

    async def _rows(self, place: _Place, workspace_id: UUID) -> AsyncIterator[Sequence[Row[Any]]]:
        async with self.database.read() as tx:
            leaves = list((await tx.execute(_LEAVES, {"table": place.table})).scalars())
        for leaf in leaves:
            async with self.database.read() as tx:
                blocks = int((await tx.execute(_SIZE, {"leaf": leaf})).scalar_one())
            query = text(
                f"SELECT {place.key} AS key, {place.bound_to} AS bound_to, sealed FROM {leaf}"  # noqa: S608 -- the catalogue's own name, quoted
                " WHERE ctid >= CAST(:first AS tid) AND ctid < CAST(:end AS tid)"
                " AND workspace_id = :workspace AND sealed IS NOT NULL"
            )
            for first in range(0, blocks + 1, _BLOCKS_AT_ONCE):
                here = {"first": f"({first},0)", "end": f"({first + _BLOCKS_AT_ONCE},0)"}
                async with self.database.read() as tx:
                    yield (await tx.execute(query, {**here, "workspace": workspace_id})).all()


def _found(place: _Place, sealer: WorkspaceSealer, naming: Naming, rows: Sequence[Row[Any]]) -> list[Any]:
    """The keys of those that name the person. It takes the processor for a while."""
    return [row.key for row in rows if _names(place, sealer, naming, row)]


def _names(place: _Place, sealer: WorkspaceSealer, naming: Naming, row: Row[Any]) -> bool:
    context = f"{place.prefix}{row.bound_to}".encode()
    line = sealer.open(bytes(row.sealed), context=context)
    return naming.is_in(line.decode(errors="replace")) or (
        _ESCAPED in line and naming.is_in(_unescaped(line))
    )


def _unescaped(line: bytes) -> str:
    """A line of JSON with its letters as they are; empty when it is none."""
    try:
        return json.dumps(json.loads(line), ensure_ascii=False)
    except (ValueError, RecursionError):  # it was looked at as it stands
        return ""
