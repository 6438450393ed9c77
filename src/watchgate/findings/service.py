"""What was found? Lists, single findings, and what they add up to."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from watchgate.catalog.store.newest import After
from watchgate.detection.entities import UnknownEntity, resolve
from watchgate.findings.errors import NotSummed, UnknownFinding
from watchgate.findings.model import By, Finding, FindingFilter, Summary, SummaryFilter
from watchgate.findings.store import listing, summing
from watchgate.kernel.clock import Clock
from watchgate.storage.database import Database

DEFAULT_DAYS = 30
"""How far back a summary goes when nobody says."""


class Findings:
    """Reads the findings."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, wanted: FindingFilter, limit: int, after: After | None = None) -> Sequence[Finding]:
        """Up to *limit* findings, the newest first, from the first after *after*."""
        async with self._database.read() as tx:
            return await listing.page(tx, wanted, after, limit)

    async def get(self, workspace_id: UUID, finding_id: str) -> Finding:
        """Raises UnknownFinding."""
        async with self._database.read() as tx:
            found = await listing.one(tx, workspace_id, finding_id)
        if found is None:
            raise UnknownFinding("There is no such finding in the workspace.")
        return found

    async def summary(self, by: By, wanted: SummaryFilter, limit: int) -> Summary:
        """The *limit* largest sums (days: the newest). Raises NotSummed."""
        if by is By.CONVERSATION and wanted.entity is not None:
            raise NotSummed(
                "Conversations are not summed by entity: list the findings of that entity instead."
            )
        async with self._database.read() as tx:
            return await summing.summary(tx, by, wanted, limit)

    def days(self, first: date | None, last: date | None) -> tuple[date, date]:
        """The days of a summary, with what was not said filled in: until today, 30 days."""
        last = last or self._clock().date()
        return first or date.fromordinal(max(1, last.toordinal() - DEFAULT_DAYS + 1)), last


def entity_named(name: str) -> str:
    """The entity that somebody means: an alias as well as a name, one that detection no longer knows as it is."""
    try:
        return resolve(name)
    except UnknownEntity:
        return name.strip().upper()
