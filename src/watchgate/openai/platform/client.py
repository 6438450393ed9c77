"""How does the house ask the platform's administration API? Reads only, with an organisation's admin key."""

import math
from collections.abc import Sequence
from datetime import datetime

import httpx
import msgspec

from watchgate.kernel.clock import Clock, utc_now
from watchgate.kernel.content import Content
from watchgate.openai.backoff import Patience
from watchgate.openai.breaker import Breakers
from watchgate.openai.decoding import convert, decode, read_moment
from watchgate.openai.errors import Unexpected
from watchgate.openai.limits import Limits
from watchgate.openai.platform.model import AuditLogEntry, AuditLogPage, CostPage
from watchgate.openai.platform.wire import (
    WireAuditLogEntry,
    WireAuditLogList,
    WireCostBucket,
    WireCostPage,
)
from watchgate.openai.routes import Kind, Route
from watchgate.openai.transport import Transport

_ADMIN_KEY = (
    "an admin key of the organisation (platform.openai.com, settings of the organisation, admin keys)"
)
AUDIT_LOGS = Route("/organization/audit_logs", Kind.LIST, _ADMIN_KEY)
COSTS = Route("/organization/costs", Kind.LIST, _ADMIN_KEY)


class PlatformAdminClient:
    """One organisation's admin key. Every method raises the four words of `openai.errors`, nothing else."""

    def __init__(
        self,
        base_url: str,
        key: str,
        *,
        http: httpx.AsyncClient,
        limits: Limits,
        clock: Clock = utc_now,
        breakers: Breakers | None = None,
        patience: Patience | None = None,
    ) -> None:
        """As ComplianceClient. Raises UserError for a base URL or a key that cannot be used."""
        self._transport = Transport(
            base_url,
            key,
            http=http,
            limits=limits,
            breakers=breakers or Breakers(),
            clock=clock,
            patience=patience or Patience(),
        )

    @property
    def key_shown(self) -> str:
        """The key's last four characters, as it may be shown: `…wxyz`."""
        return self._transport.key_shown

    async def audit_logs(
        self,
        effective_at_gte: datetime,
        after: str | None = None,
        limit: int = 100,
        event_types: Sequence[str] = (),
    ) -> AuditLogPage:
        """Entries from *effective_at_gte* on (whole seconds), behind the one called *after*; 1 to 100 at a time."""
        query = [("effective_at[gte]", str(math.floor(effective_at_gte.timestamp()))), ("limit", str(limit))]
        query += [("event_types[]", name) for name in event_types]
        query += [("after", after)] if after else []
        page = decode(
            await self._transport.read(AUDIT_LOGS, AUDIT_LOGS.template, query),
            WireAuditLogList,
            str(AUDIT_LOGS),
        )
        if page.has_more and (not page.last_id or page.last_id == after):
            raise Unexpected(f"{AUDIT_LOGS} says there is more, but not where to go on.")
        return AuditLogPage(tuple(_entry(raw) for raw in page.data), page.has_more, page.last_id)

    async def costs(
        self,
        start_time: datetime,
        limit: int = 7,
        end_time: datetime | None = None,
        page: str | None = None,
        group_by: Sequence[str] = (),
    ) -> CostPage:
        """*limit* days (1 to 180) of costs from *start_time* on, up to *end_time*, split by *group_by* (`project_id`, `line_item`)."""
        query = [("start_time", str(math.floor(start_time.timestamp()))), ("limit", str(limit))]
        query += [("end_time", str(math.ceil(end_time.timestamp())))] if end_time else []
        query += [("group_by[]", name) for name in group_by]
        query += [("page", page)] if page else []
        got = decode(await self._transport.read(COSTS, COSTS.template, query), WireCostPage, str(COSTS))
        if got.has_more and (not got.next_page or got.next_page == page):
            raise Unexpected(f"{COSTS} says there is more, but not where to go on.")
        return CostPage(convert(got.data, WireCostBucket.model, str(COSTS)), got.has_more, got.next_page)


def _entry(raw: msgspec.Raw) -> AuditLogEntry:
    wire = decode(raw, WireAuditLogEntry, str(AUDIT_LOGS))
    return AuditLogEntry(
        id=wire.id,
        type=wire.type,
        effective_at=read_moment(wire.effective_at, str(AUDIT_LOGS)),
        actor_kind=wire.actor.type if wire.actor else None,
        actor_id=wire.actor.id() if wire.actor else None,
        project_id=wire.project.id if wire.project else None,
        body=Content(bytes(raw).decode()),
    )
