"""Which parts make a worker? Ingest's use cases on the shared services, carried out as durable jobs."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from watchgate.app import Services, open_services, relaying, request_limits
from watchgate.app_hub import audit_log_on, hub_tasks
from watchgate.app_remediation import RemediationWork
from watchgate.findings.rescan.runner import RescanRunner
from watchgate.findings.rescan.service import Rescans
from watchgate.http.server import stop_signals
from watchgate.ingest.extraction.extractor import Extractor
from watchgate.ingest.people import People
from watchgate.ingest.pool import DigestPool
from watchgate.ingest.retention import CatalogueRetention
from watchgate.ingest.runner import Runner, Work
from watchgate.ingest.service import Ingest
from watchgate.ingest.service import Settings as IngestSettings
from watchgate.ingest.uploads import Uploads
from watchgate.remediation.holds.keeping import Keeping
from watchgate.settings import Settings
from watchgate.skills.entitlements.erasing import EntitlementErasure
from watchgate.skills.presence.runner import PresenceRunner
from watchgate.storage.jobs import Jobs

SETTLING_PER_PROCESS = 4
"""While one file is digested, the one before is written down and the next ones are fetched."""


@asynccontextmanager
async def working(services: Services, settings: Settings) -> AsyncIterator[None]:
    """While this is entered, this process carries out its share of the jobs."""
    pool = DigestPool(settings.worker_processes)
    jobs = Jobs(services.database)
    try:
        async with Extractor() as extractor:
            enrolled = services.enrolled
            runner = Runner(
                services.database,
                jobs,
                Work(
                    _ingest(services, settings, pool),
                    Uploads(services.database, enrolled, pool, extractor),
                    People(services.database, enrolled),
                    CatalogueRetention(
                        services.database, settings.retention_days, keeps=Keeping(services.keyring)
                    ),
                ),
                poll_interval_s=settings.poll_interval_s,
                settling=SETTLING_PER_PROCESS * settings.worker_processes,
            )
            rescans = RescanRunner(
                services.database, jobs, Rescans(services.database, services.keyring), pool
            )
            elsewhere = {
                "records": services.hub.erasure.erase,
                "entitlements": EntitlementErasure(services.database, services.keyring).erase,
            }
            remediation = RemediationWork(services.remediation, jobs, services.people, settings, elsewhere)
            presence = PresenceRunner(
                services.database,
                jobs,
                services.presence.looking,
                interval_s=settings.skills_presence_interval_s,
            )
            audit_log = audit_log_on(
                services.hub,
                services.database,
                services.workspaces.workspaces,
                settings,
                services.http,
                request_limits(settings),
            )
            runner.register()
            presence.register()
            rescans.register()
            remediation.register()
            await jobs.start()
            running = [
                asyncio.create_task(runner.run()),
                asyncio.create_task(rescans.run()),
                asyncio.create_task(presence.run()),
                *remediation.tasks(),
                *hub_tasks(services.hub, services.database, settings, audit_log),
            ]
            try:
                yield
            finally:
                for task in running:
                    task.cancel()
                for task in running:
                    with contextlib.suppress(asyncio.CancelledError):
                        await task
                await jobs.stop()
    finally:
        await asyncio.to_thread(pool.close)


async def run_worker(settings: Settings, on_ready: Callable[[], None]) -> None:
    """Work until SIGTERM or SIGINT."""
    stop = asyncio.Event()
    with stop_signals(stop):
        async with (
            open_services(settings) as services,
            relaying(services.database, settings),
            working(services, settings),
        ):
            on_ready()
            await stop.wait()


def _ingest(services: Services, settings: Settings, pool: DigestPool) -> Ingest:
    reach = IngestSettings(timedelta(days=settings.backfill_days), timedelta(seconds=settings.overlap_s))
    return Ingest(services.database, services.enrolled, pool, settings.data_dir / "work", settings=reach)
