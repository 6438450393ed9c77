"""Which rows belong to a workspace, in whatever room they are, and how do they go without one huge transaction?

Every table that holds something of a workspace has the column `workspace_id`; the database's own catalogue knows them,
so a room that is built later is not forgotten.
"""

from collections.abc import Mapping, Sequence
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


async def block_count(tx: AsyncConnection, leaf: str) -> int:
    """How many blocks (8 KiB) of rows a table has."""
    size = text("SELECT pg_relation_size(CAST(:leaf AS regclass)) / current_setting('block_size')::int")
    return int((await tx.execute(size, {"leaf": leaf})).scalar_one())


async def delete_blocks(tx: AsyncConnection, leaf: str, workspace_id: UUID, first: int, end: int) -> int:
    """Delete the workspace's rows in the blocks *first* to *end* of a table; how many there were.

    By place, not by index: what was deleted before lies behind us, so that the last rows cost no more than the first.
    """
    here = "ctid >= CAST(:first AS tid) AND ctid < CAST(:end AS tid)"
    deleted = await tx.execute(
        text(f"DELETE FROM {leaf} WHERE {here} AND workspace_id = :id"),  # noqa: S608 -- as above
        {"id": workspace_id, "first": f"({first},0)", "end": f"({end},0)"},
    )
    return deleted.rowcount


async def holds_in_force(tx: AsyncConnection, workspace_id: UUID) -> Sequence[str]:
    """The legal holds on what is in the workspace; until *tx* ends nobody places another. (The table belongs to remediation.)"""
    lock = text("SELECT pg_advisory_xact_lock_shared(hashtextextended(:name, 0))")
    await tx.execute(lock, {"name": f"holds of {workspace_id}"})
    query = text(
        "SELECT id FROM legal_hold WHERE workspace_id = :workspace AND released_at IS NULL ORDER BY id"
    )
    return (await tx.execute(query, {"workspace": workspace_id})).scalars().all()
