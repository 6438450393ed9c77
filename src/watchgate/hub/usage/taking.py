"""How do sightings become runs and sums? In bulk, in the caller's transaction; the same ones again change nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.usage import merging
from watchgate.hub.usage.model import Naming, Outcome, Sighting
from watchgate.hub.usage.tables import NOWHERE
from watchgate.storage.driver import psycopg_of

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = 1_000_000
_Connection = psycopg.AsyncConnection[Any]


@dataclass(frozen=True, slots=True)
class Name:
    """What a source calls a skill of ours; `version`: which one it has been *since* then, where that is known."""

    naming: Naming
    named: str
    skill_id: str
    version: str | None = None
    since: datetime = ALWAYS


async def take(tx: AsyncConnection, sightings: Sequence[Sighting]) -> int:
    """Write them down and bring runs and sums up to date; how many were new. Others that take wait until *tx* ends."""
    if not sightings:
        return 0
    connection = await _begun(tx)
    async with connection.cursor().copy(merging.STAGE) as copy:
        for one in sightings:
            await copy.write_row(_row(one))
    await connection.execute(merging.LINK)
    new = (await connection.execute(merging.INSERT)).rowcount
    await _bring_up_to_date(connection)
    return new


async def know(tx: AsyncConnection, names: Sequence[Name]) -> int:
    """From now on these are skills of ours, also in what was seen before; how many names were new."""
    connection = await psycopg_of(tx)
    await connection.execute(merging.LOCK)
    columns = {name: [getattr(one, name) for one in names] for name in Name.__dataclass_fields__}
    new = await (await connection.execute(_NAMES, columns)).fetchall()
    if new:
        await _begun(tx)
        what = {"namings": [naming for naming, _ in new], "named": [named for _, named in new]}
        await connection.execute(merging.NAMED_LATER, what)
        await _bring_up_to_date(connection)
    return len(new)


_NAMES = """
INSERT INTO usage_name (naming, named, since, skill_id, version)
SELECT * FROM unnest(%(naming)s::text[], %(named)s::text[], %(since)s::timestamptz[], %(skill_id)s::text[], %(version)s::text[])
ON CONFLICT (naming, named, since) DO NOTHING
RETURNING naming, named
"""


async def _begun(tx: AsyncConnection) -> _Connection:
    connection = await psycopg_of(tx)
    await connection.execute(merging.LOCK)
    for statement in merging.BEGIN.split(";"):
        await connection.execute(statement)
    return connection


async def _bring_up_to_date(connection: _Connection) -> None:
    await connection.execute(merging.TOUCH)
    await _merge(connection)
    await connection.execute("TRUNCATE usage_touched")
    if (await connection.execute(merging.MOVE_LOOSE)).rowcount:
        await _merge(connection)
    for statement in (merging.SKILL_DAYS, merging.PERSON_DAYS, merging.SPREAD, merging.END):
        await connection.execute(statement)


async def _merge(connection: _Connection) -> None:
    await connection.execute(merging.REMEMBER)
    await connection.execute(merging.RUNS)


def _row(one: Sighting) -> tuple[Any, ...]:
    return (
        one.workspace_id or NOWHERE,
        merging.RANK[one.source],
        one.source_id,
        one.naming.value if one.naming else None,
        one.named,
        one.version,
        one.person,
        one.surface,
        one.model,
        one.conversation_id,
        one.run_id,
        one.at,
        one.ended_at,
        one.outcome.value if one.outcome is not Outcome.UNKNOWN else None,
        one.input_tokens,
        one.output_tokens,
        int(one.cost.usd * _MICRO) if one.cost else None,
        one.cost.basis.value if one.cost else None,
    )
