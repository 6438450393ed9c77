"""How is the platform's audit log read for the use of GPTs? By workspace, from a little before the newest entry that was seen.

OpenAI says nothing about the order of entries, or how late they come. So each turn reads the overlap again, all pages; what was
seen before changes nothing. Where we stand moves on only after the last page. What cannot be read is noted: it is not zero use.
"""

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import httpx
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from watchgate.hub.sources import audit, store
from watchgate.hub.sources.audit import AuditTypes
from watchgate.hub.usage.taking import take
from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.content import Content
from watchgate.kernel.errors import UserError
from watchgate.openai.breaker import Breakers
from watchgate.openai.errors import NeedsAttention, OpenAIFailure
from watchgate.openai.limits import Limits
from watchgate.openai.platform import AuditLogEntry, PlatformAdminClient
from watchgate.storage.database import Database
from watchgate.storage.sealing import DataKeyErased
from watchgate.workspaces import store as workspace_store
from watchgate.workspaces.errors import BeingRemoved, UnknownWorkspace
from watchgate.workspaces.model import KeyKind, Workspace, WorkspaceState
from watchgate.workspaces.service import Workspaces

_WORKSPACES_AT_ONCE = 100
log = logging.getLogger("watchgate.hub.audit_log")


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a workspace's turn comes; how far back the first one goes; how much each reads again."""

    interval: timedelta = timedelta(seconds=60)
    backfill: timedelta = timedelta(days=30)
    overlap: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class AuditLog:
    """The audit logs of all enrolled workspaces that have an admin key. Without *types* there is nothing to read."""

    database: Database
    workspaces: Workspaces
    types: AuditTypes
    base_url: str
    http: httpx.AsyncClient
    limits: Limits = field(default_factory=Limits)
    pace: Pace = field(default_factory=Pace)
    clock: Clock = utc_now
    breakers: Breakers = field(default_factory=Breakers)

    async def collect(self) -> int:
        """Every workspace whose turn it is; how many sightings were new."""
        new, last = 0, None
        while self.types.wanted:
            page = await self.workspaces.page(_WORKSPACES_AT_ONCE, last)
            for workspace in page:
                new += await self._turn(workspace)
            if len(page) < _WORKSPACES_AT_ONCE:
                break
            last = page[-1].name
        return new

    async def _turn(self, workspace: Workspace) -> int:
        if workspace.state is not WorkspaceState.ACTIVE or workspace.credential(KeyKind.ADMIN) is None:
            return 0
        now = self.clock()
        async with self.database.begin() as tx:
            if not await store.begin(tx, workspace.id, now, now - self.pace.interval):
                return 0
            cursor = (await store.cursors(tx))[workspace.id]
        since = cursor.read_until - self.pace.overlap if cursor.read_until else now - self.pace.backfill
        try:
            key = (await self.workspaces.keys(workspace.id)).get(KeyKind.ADMIN)
            return await self._read(workspace.id, key, since) if key is not None else 0
        except (UnknownWorkspace, BeingRemoved, DataKeyErased):
            return 0  # it was removed meanwhile
        except (OpenAIFailure, UserError) as failure:
            await self._note(workspace.id, failure)
            return 0

    async def _read(self, workspace_id: UUID, key: Content, since: datetime) -> int:
        client = PlatformAdminClient(
            self.base_url, key.reveal(), http=self.http, limits=self.limits, breakers=self.breakers
        )
        new, after, newest = 0, None, None
        while True:
            page = await client.audit_logs(since, after, event_types=self.types.wanted)
            seen = [one.effective_at for one in page.entries]
            newest = max([*seen, newest] if newest else seen, default=None)
            async with self.database.begin() as tx:
                if not await _is_active(tx, workspace_id):
                    return new
                new += await self._take(tx, workspace_id, page.entries)
                if not page.has_more:
                    now = self.clock()
                    await store.finish(tx, workspace_id, now, min(newest, now) if newest else None)
                    return new
            after = page.last_id

    async def _take(self, tx: AsyncConnection, workspace_id: UUID, entries: Sequence[AuditLogEntry]) -> int:
        items = (json.loads(one.body.reveal()) for one in entries)
        return await take(
            tx, [one for item in items for one in audit.sightings(item, workspace_id, self.types)]
        )

    async def _note(self, workspace_id: UUID, failure: OpenAIFailure | UserError) -> None:
        said = f"{failure} {failure.remedy}" if isinstance(failure, NeedsAttention) else str(failure)
        log.warning("hub.audit_log_not_read: %s: %s", workspace_id, said)
        async with self.database.begin() as tx:
            await store.fail(tx, workspace_id, self.clock(), said)


async def keep_reading(audit_log: AuditLog, interval_s: int) -> None:
    """Until cancelled. Apart from the other sources, which are not to wait for OpenAI."""
    while True:
        try:
            if new := await audit_log.collect():
                log.info("hub.audit_log_read: %d sightings", new)
        except (DBAPIError, OSError, TimeoutError) as error:
            log.warning("hub.audit_log_waits_for_database: %s", type(error).__name__)
        await asyncio.sleep(interval_s)


async def _is_active(tx: AsyncConnection, workspace_id: UUID) -> bool:
    """And it stays so until *tx* ends."""
    found = await workspace_store.lock(tx, workspace_id)
    return found is not None and found.state is WorkspaceState.ACTIVE
