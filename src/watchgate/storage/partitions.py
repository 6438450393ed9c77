"""Which parts do the big tables consist of? One for each month, made ahead, dropped when past; and one for odd times.

Every part of `message` is `message_YYYYMM`, from the first of the month (UTC) to the next. `message_default` takes what
falls into none, so that a row with an odd time is never lost; when its month is made, it moves there.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

PARTITIONED = {"event": "occurred_at", "message": "occurred_at", "finding": "asset_at"}
"""Table → the column that says where a row belongs."""
MONTHS_BACK = 3
MONTHS_AHEAD = 2
_LOCK_TIMEOUT = "5s"
_LOCK = 0x7761_7463_6805


async def ensure(tx: AsyncConnection, now: datetime) -> Sequence[str]:
    """Make the months around *now* that are missing; returns their names. Rows that waited in the default part move."""
    return await tx.run_sync(ensure_sync, now)


async def missing(tx: AsyncConnection, now: datetime) -> Sequence[str]:
    """The parts for the month of *now* and the next that are not made. Only reads."""
    wanted = [_month(now, ahead) for ahead in (0, 1)]
    found: list[str] = []
    for table in PARTITIONED:
        known = set(await tx.run_sync(_months_of, table))
        found += [name for start in wanted if (name := f"{table}_{start:%Y%m}") not in known]
    return found


async def past(tx: AsyncConnection, table: str, moment: datetime) -> Sequence[str]:
    """The months of *table* that ended by *moment*. Rows of the month that *moment* is in are in none of them."""
    return [name for name in await tx.run_sync(_months_of, table) if _end_of(name) <= moment]


async def drop(tx: AsyncConnection, months: Sequence[str]) -> None:
    """Drop months, with all that is in them."""
    await _limit_waiting(tx)
    for name in months:
        await tx.execute(text(f"DROP TABLE {name}"))


async def drop_before(tx: AsyncConnection, table: str, moment: datetime) -> Sequence[str]:
    """Drop the months that ended by *moment*; returns their names. Of the default part, the rows before *moment* go.

    Rows of the month that *moment* is in stay, all of them.
    """
    months = await past(tx, table, moment)
    await drop(tx, months)
    before = text(f"DELETE FROM {table}_default WHERE {PARTITIONED[table]} < :moment")  # noqa: S608 -- our own names
    await tx.execute(before, {"moment": moment})
    return months


def ensure_sync(connection: Connection, now: datetime) -> Sequence[str]:
    """As `ensure`, for a caller without an event loop."""
    connection.execute(
        text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK}
    )  # two would make the same months
    made = []
    for table, column in PARTITIONED.items():
        known = set(_months_of(connection, table))
        for ahead in range(-MONTHS_BACK, MONTHS_AHEAD + 1):
            start = _month(now, ahead)
            name = f"{table}_{start:%Y%m}"
            if name not in known:
                _make(connection, table, column, name, start)
                made.append(name)
    return made


def _make(connection: Connection, table: str, column: str, name: str, start: datetime) -> None:
    end = _month(start, 1)
    connection.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
    connection.execute(text(f"LOCK TABLE {table}_default IN ACCESS EXCLUSIVE MODE"))
    connection.execute(text(f"CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)"))
    moved = f"DELETE FROM {table}_default WHERE {column} >= :start AND {column} < :end RETURNING *"  # noqa: S608 -- our own names
    connection.execute(
        text(f"WITH moved AS ({moved}) INSERT INTO {name} SELECT * FROM moved"),  # noqa: S608 -- our own names
        {"start": start, "end": end},
    )
    bounds = f"FROM ('{start.isoformat()}') TO ('{end.isoformat()}')"
    connection.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES {bounds}"))


def _months_of(connection: Connection, table: str) -> list[str]:
    query = text("""
        SELECT child.relname FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
        WHERE inhparent = CAST(:table AS regclass) AND child.relname <> :default ORDER BY child.relname
    """)
    return list(connection.scalars(query, {"table": table, "default": f"{table}_default"}))


async def _limit_waiting(tx: AsyncConnection) -> None:
    await tx.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))


def _end_of(name: str) -> datetime:
    return _month(datetime.strptime(name.rpartition("_")[2], "%Y%m").replace(tzinfo=UTC), 1)


def _month(moment: datetime, ahead: int) -> datetime:
    months = moment.astimezone(UTC).year * 12 + moment.astimezone(UTC).month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)
