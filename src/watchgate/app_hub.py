"""Which routes has the Hub, and who may call with a key of a skill?"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import httpx
from fastapi import APIRouter

from watchgate.http.permissions import Authenticate, Caller
from watchgate.hub.collecting import keep_collecting
from watchgate.hub.governance import api as governance_api
from watchgate.hub.keys import api as keys_api
from watchgate.hub.keys.model import PREFIX
from watchgate.hub.opening import Hub
from watchgate.hub.records import api as records_api
from watchgate.hub.records.expiry import RecordExpiry, keep_expiring
from watchgate.hub.sources import api as sources_api
from watchgate.hub.sources import import_api
from watchgate.hub.sources.audit_log import AuditLog, Pace, keep_reading
from watchgate.hub.usage import api as usage_api
from watchgate.hub.usage import runs_api
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.openai.limits import Limits
from watchgate.remediation.holds.keeping import Keeping
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.workspaces.service import Workspaces

STATUSES: dict[type[UserError], int] = {**keys_api.STATUSES, **records_api.STATUSES}


def routers(hub: Hub, public_url: str | None) -> list[APIRouter]:
    """*public_url*: our address as the world has it."""
    return [
        keys_api.keys_router(hub.keys),
        records_api.records_router(hub.records, public_url),
        usage_api.usage_router(hub.usage),
        runs_api.runs_router(hub.usage),
        sources_api.sources_router(hub.sources),
        import_api.import_router(hub.importing),
        governance_api.governance_router(hub.governance),
    ]


def also_skills(tokens: Authenticate, hub: Hub) -> Authenticate:
    """Recognises people's *tokens* and the keys of skills."""

    async def authenticate(secret: str) -> Caller | None:
        return await (hub.keys.authenticate if secret.startswith(PREFIX) else tokens)(secret)

    return authenticate


def audit_log_on(
    hub: Hub,
    database: Database,
    workspaces: Workspaces,
    settings: Settings,
    http: httpx.AsyncClient,
    limits: Limits,
) -> AuditLog:
    """How the platform's audit log is read."""
    pace = Pace(
        timedelta(seconds=settings.usage_interval_s),
        timedelta(days=settings.backfill_days),
        timedelta(seconds=settings.overlap_s),
    )
    return AuditLog(database, workspaces, hub.sources.types, settings.openai_base_url, http, limits, pace)


def hub_tasks(
    hub: Hub, database: Database, settings: Settings, audit_log: AuditLog
) -> Sequence[asyncio.Task[None]]:
    """A worker's share of the Hub's work: what goes on until it is cancelled."""
    interval_s = settings.usage_interval_s
    tasks = [asyncio.create_task(keep_collecting(database, settings.data_dir, hub.governance, interval_s))]
    keeps = Keeping(hub.records.keyring)
    expiry = RecordExpiry(database, settings.hub_retention_days, keeps, utc_now)
    tasks.append(asyncio.create_task(keep_expiring(expiry)))
    if audit_log.types.wanted:
        tasks.append(asyncio.create_task(keep_reading(audit_log, interval_s)))
    return tasks
