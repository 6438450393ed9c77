"""When does a missing record become an event, and when is it closed? Each is a record of its own, and in the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.governance import store
from watchgate.hub.governance.model import GovernanceEvent
from watchgate.hub.records.model import Origin, RecordType
from watchgate.hub.records.own import OwnRecord, keep
from watchgate.kernel.clock import Clock, rfc3339
from watchgate.kernel.ids import new_id
from watchgate.skills.registry.in_use import InUse
from watchgate.storage.database import Database
from watchgate.storage.sealing import Keyring

_AT_ONCE = 200
_MOST_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Governance:
    """Governance events, in the database."""

    database: Database
    keyring: Keyring
    in_use: InUse
    clock: Clock

    async def look(self) -> tuple[int, int]:
        """Open what is due and close what has come; how many of each."""
        opened = 0
        for skill_id, manifest in (await self.in_use.manifests()).items():
            if manifest.output is not None and manifest.telemetry.record == "required":
                opened += await self._open(skill_id, timedelta(seconds=manifest.telemetry.record_within_s))
        async with self.database.begin() as tx:
            closed = await store.close_come(tx, self.clock())
            for event in closed:
                await self._record(tx, event, "closed")
            for event in await store.close_superseded(tx, self.clock()):
                await self._record(tx, event, "superseded")
        return opened, len(closed)

    async def page(
        self,
        limit: int,
        after: str | None,
        *,
        skill_id: str | None,
        is_open: bool | None,
        within: frozenset[UUID] | None,
    ) -> Sequence[GovernanceEvent]:
        """Newest first."""
        async with self.database.read() as tx:
            return await store.page(tx, limit, after, skill_id=skill_id, is_open=is_open, within=within)

    async def _open(self, skill_id: str, window: timedelta) -> int:
        count = 0
        while True:
            async with self.database.begin() as tx:
                now = self.clock()
                runs = await store.due(tx, skill_id, window, await self._their_now(tx, now), _AT_ONCE)
                for run in runs:
                    event = await store.insert(tx, new_id("gov"), run, now)
                    if event is not None:
                        await self._record(tx, event, "opened")
            count += len(runs)
            if len(runs) < _AT_ONCE:
                return count

    async def _their_now(self, tx: AsyncConnection, now: datetime) -> datetime:
        """What time it is where runs take place: their clock may be ahead of ours, though hardly by more than a day."""
        known = await store.latest(tx)
        return now if known is None else max(now, min(known, now + _MOST_AHEAD))

    async def _record(self, tx: AsyncConnection, event: GovernanceEvent, what: str) -> None:
        own = OwnRecord(
            RecordType.GOVERNANCE_EVENTS,
            event.skill_id,
            event.version,
            f"{event.id}:{what}",
            _body(event, what),
            event.workspace_id,
            Origin(conversation_id=event.conversation_id),
        )
        await keep(tx, self.keyring, own, self.clock())


def _body(event: GovernanceEvent, what: str) -> Mapping[str, object]:
    def shown(moment: datetime | None) -> str | None:
        return rfc3339(moment) if moment is not None else None

    return {
        "event": event.kind.value,
        "what": what,
        "id": event.id,
        "run_at": shown(event.run_at),
        "opened_at": shown(event.opened_at),
        "closed_at": shown(event.closed_at),
    }
