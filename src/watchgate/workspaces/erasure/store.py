"""Which rows belong to a workspace, in whatever room they are, and how do they go without one huge transaction?

Every table that holds something of a workspace has the column `workspace_id`; the database's own catalogue knows them,
so a room that is built later is not forgotten.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_KEPT_UNTIL_LAST = ("workspace", "credential", "data_key")

_LEAF_TABLES = text("""
    SELECT format('%I.%I', n.nspname, c.relname) AS leaf, coalesce(root.relname, c.relname) AS whole
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
    LEFT JOIN pg_class root ON c.relispartition AND root.oid = pg_partition_root(c.oid)
    WHERE c.relkind = 'r' AND n.nspname = current_schema()
    ORDER BY whole, leaf
""")


async def leaf_tables(tx: AsyncConnection) -> list[tuple[str, str]]:
    """`(quoted name, name of the whole table)` of all that hold rows of workspaces, partition by partition."""
    rows = await tx.execute(_LEAF_TABLES)
    return [(row.leaf, row.whole) for row in rows if row.whole not in _KEPT_UNTIL_LAST]


async def count_rows(tx: AsyncConnection, workspace_id: UUID) -> Mapping[str, int]:
    """Rows of the workspace for each table that has any."""
    counts: dict[str, int] = {}
    for leaf, whole in await leaf_tables(tx):
        found = await tx.execute(
            text(f"SELECT count(*) FROM {leaf} WHERE workspace_id = :id"),  # noqa: S608 -- the catalogue's own names, quoted
            {"id": workspace_id},
        )
        counts[whole] = counts.get(whole, 0) + found.scalar_one()
    return {table: count for table, count in counts.items() if count}


async def delete_some(tx: AsyncConnection, leaf: str, workspace_id: UUID, limit: int) -> int:
    """Delete up to *limit* rows of the workspace from one table of `leaf_tables`; how many there were."""
    some = f"SELECT ctid FROM {leaf} WHERE workspace_id = :id LIMIT :limit"  # noqa: S608 -- as above
    deleted = await tx.execute(
        text(f"DELETE FROM {leaf} WHERE ctid = ANY (ARRAY({some}))"),  # noqa: S608 -- as above
        {"id": workspace_id, "limit": limit},
    )
    return deleted.rowcount
