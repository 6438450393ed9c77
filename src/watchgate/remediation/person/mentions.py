"""Where does the person's id or address still stand unsealed, in whatever room it is?

Every table that holds something of a workspace has the column `workspace_id`, and the database's own catalogue knows which
columns are text: so a room that is built later is not forgotten. What is found is replaced; the row stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.remediation.person.naming import INSTEAD, Naming
from watchgate.remediation.person.who import Who

_OUR_OWN = ("workspace", "credential", "data_key", "person_tombstone")
_COLUMNS = text("""
    SELECT format('%I.%I', n.nspname, c.relname) AS leaf, coalesce(root.relname, c.relname) AS whole,
           format('%I', a.attname) AS name, format_type(a.atttypid, NULL) AS type
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute w ON w.attrelid = c.oid AND w.attname = 'workspace_id' AND NOT w.attisdropped
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    LEFT JOIN pg_class root ON c.relispartition AND root.oid = pg_partition_root(c.oid)
    WHERE c.relkind = 'r' AND n.nspname = current_schema()
          AND format_type(a.atttypid, NULL) IN ('text', 'character varying', 'json', 'jsonb', 'text[]')
    ORDER BY leaf, a.attnum
""")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A table, or one part of one, with its columns of text: name → type."""

    name: str
    whole: str
    columns: Mapping[str, str]


async def leaves(tx: AsyncConnection) -> Sequence[Leaf]:
    """All that can name somebody."""
    found: dict[str, tuple[str, dict[str, str]]] = {}
    for row in await tx.execute(_COLUMNS):
        if row.whole not in _OUR_OWN:
            found.setdefault(row.leaf, (row.whole, {}))[1][row.name] = row.type
    return [Leaf(name, whole, columns) for name, (whole, columns) in found.items()]


async def replace(
    tx: AsyncConnection, leaf: Leaf, workspace_id: UUID, who: Who, instead: Mapping[str, str]
) -> int:
    """How many rows named the person. *instead*: what stands in the place of each id; an address becomes `[erased]`."""
    count = 0
    for word in (*who.user_ids, *who.emails):
        asked = {
            "workspace": workspace_id,
            "word": word.lower(),
            "pattern": Naming([word]).pattern,
            "instead": instead.get(word, INSTEAD).replace("\\", r"\\"),
        }
        count += (await tx.execute(text(_statement(leaf)), asked)).rowcount
    return count


def _statement(leaf: Leaf) -> str:
    changed = ", ".join(f"{name} = {_changed(name, type_)}" for name, type_ in leaf.columns.items())
    named = " OR ".join(
        f"(strpos(lower(CAST({name} AS text)), :word) > 0 AND CAST({name} AS text) ~* :pattern)"
        for name in leaf.columns
    )
    return f"UPDATE {leaf.name} SET {changed} WHERE workspace_id = :workspace AND ({named})"  # noqa: S608 -- the catalogue's own names, quoted


def _changed(name: str, type_: str) -> str:
    return f"CAST(regexp_replace(CAST({name} AS text), :pattern, :instead, 'gi') AS {type_})"
