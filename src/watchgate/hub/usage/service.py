"""Who asks about the use of skills, and of what he may see? The questions, each on a transaction that only reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.records.footer import RunFacts
from watchgate.hub.usage import runs
from watchgate.hub.usage.runs import After, Run, RunFilter
from watchgate.hub.usage.summary import By, Line, UsageFilter, lines, total
from watchgate.storage.database import Database

_MICRO = 1_000_000
_TYPICAL_OF = 100
_UNMANAGED = """
SELECT naming, named, count(*) AS sightings, count(DISTINCT person) AS people FROM usage_sighting
WHERE skill_id IS NULL AND naming IS NOT NULL AND (:every OR workspace_id = ANY(:within))
GROUP BY naming, named ORDER BY sightings DESC, naming, named LIMIT :limit OFFSET :offset
"""
_THIS = """
SELECT coalesce(reported_microusd, estimated_microusd, allocated_microusd) AS microusd, duration_ms FROM usage_run
WHERE skill_id = :skill AND run_key = 'conversation:' || :conversation
"""
_OF_LATE = """
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY coalesce(reported_microusd, estimated_microusd, allocated_microusd)) AS microusd,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY duration_ms) AS duration_ms
FROM (SELECT * FROM usage_run WHERE skill_id = :skill ORDER BY started_at DESC LIMIT :count) late
"""


@dataclass(frozen=True, slots=True)
class Unmanaged:
    """What a source calls a GPT or skill that is none of ours."""

    naming: str
    named: str
    sightings: int
    people: int


@dataclass(frozen=True, slots=True)
class Usage:
    """The use of skills, in the database."""

    database: Database

    async def summary(
        self, by: By, wanted: UsageFilter, limit: int, offset: int
    ) -> tuple[Line, Sequence[Line]]:
        """The total, and a page of lines."""
        async with self.database.read() as tx:
            return await total(tx, wanted), await lines(tx, by, wanted, limit, offset)

    async def runs(self, wanted: RunFilter, limit: int, after: After | None) -> Sequence[Run]:
        """Newest first."""
        async with self.database.read() as tx:
            return await runs.page(tx, wanted, limit, after)

    async def unmanaged(self, within: frozenset[UUID] | None, limit: int, offset: int) -> Sequence[Unmanaged]:
        """Most seen first."""
        asked = {"every": within is None, "within": list(within or ()), "limit": limit, "offset": offset}
        async with self.database.read() as tx:
            return [Unmanaged(**row._asdict()) for row in await tx.execute(text(_UNMANAGED), asked)]

    async def facts(self, tx: AsyncConnection, skill_id: str, conversation_id: str | None) -> RunFacts:
        """Of this run where all is known of it already, else of the skill's last hundred."""
        this = (await tx.execute(text(_THIS), {"skill": skill_id, "conversation": conversation_id})).first()
        if this is not None and this.microusd is not None and this.duration_ms is not None:
            return RunFacts(Decimal(this.microusd) / _MICRO, this.duration_ms / 1000)
        late = (await tx.execute(text(_OF_LATE), {"skill": skill_id, "count": _TYPICAL_OF})).one()
        usd = Decimal(late.microusd) / _MICRO if late.microusd is not None else None
        seconds = late.duration_ms / 1000 if late.duration_ms is not None else None
        return RunFacts(usd, seconds, is_typical=True)
