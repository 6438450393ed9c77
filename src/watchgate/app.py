"""Which parts make a running Watchgate? The composition root: settings → adapters → services → servers and workers."""

import asyncio
import contextlib
import logging
import math
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from watchgate import app_hub, app_remediation
from watchgate.app_remediation import Remediations, remediation_on
from watchgate.catalog import api as catalog_api
from watchgate.catalog.reveal import Reveals
from watchgate.catalog.service import Catalogue
from watchgate.findings import api as findings_api
from watchgate.findings.service import Findings
from watchgate.findings.spans import spans_of
from watchgate.http.application import Outside, create_app
from watchgate.http.health import health_router
from watchgate.http.server import serve, stop_signals
from watchgate.hub.opening import Hub, hub_on
from watchgate.hub.sources.audit import AuditTypes
from watchgate.identity.gateway_keys import api as gateway_keys_api
from watchgate.identity.gateway_keys.publishing import publishing
from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.identity.links import api as links_api
from watchgate.identity.links.service import Links
from watchgate.identity.oidc import api as oidc_api
from watchgate.identity.oidc.service import SignInElsewhere
from watchgate.identity.people import api as people_api
from watchgate.identity.people.service import People
from watchgate.identity.sessions import api as sessions_api
from watchgate.identity.sessions.list_api import sessions_router
from watchgate.identity.sessions.model import Limits as SessionLimits
from watchgate.identity.sessions.service import Sessions
from watchgate.identity.tokens import api as tokens_api
from watchgate.identity.tokens.service import Tokens
from watchgate.ingest.access import EnrolledWorkspaces
from watchgate.ingest.api import ingest_router
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.ledger import api as ledger_api
from watchgate.ledger.outbox import OutboxRelay
from watchgate.ledger.writer import Ledger, LedgerUnavailable
from watchgate.openai.connect import new_http_client
from watchgate.openai.limits import Limits as RequestLimits
from watchgate.openai.limits import Rates
from watchgate.settings import Settings
from watchgate.skills.entitlements import api as entitlements_api
from watchgate.skills.entitlements.opening import entitlements_on
from watchgate.skills.entitlements.service import Entitlements
from watchgate.skills.presence import api as presence_api
from watchgate.skills.presence.opening import PresenceRoom, presence_on
from watchgate.skills.pushing import api as pushing_api
from watchgate.skills.pushing.opening import pushing_on
from watchgate.skills.pushing.service import Pushing
from watchgate.skills.registry import api as skills_api
from watchgate.skills.registry.opening import registry_on
from watchgate.skills.registry.service import Registry
from watchgate.storage.database import Database
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.workspaces import api as workspaces_api
from watchgate.workspaces.opening import base_urls
from watchgate.workspaces.room import Room, room_on

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What servers and workers share: one database, and the rooms on it."""

    database: Database
    keyring: Keyring
    outside: Outside
    data_dir: Path
    tokens: Tokens
    people: People
    sessions: Sessions
    links: Links
    gateway_keys: GatewayKeys
    elsewhere: SignInElsewhere
    http: httpx.AsyncClient
    enrolled: EnrolledWorkspaces
    """How this process asks OpenAI: one client, one budget a key."""
    workspaces: Room
    catalogue: Catalogue
    reveals: Reveals
    findings: Findings
    remediation: Remediations
    skills: Registry
    entitlements: Entitlements
    presence: PresenceRoom
    pushing: Pushing
    hub: Hub


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """The services on a migrated database; closed again at the end. Raises UserError."""
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        services = services_on(database, Keyring(key_encryption(settings)), settings)
        async with services.http:
            yield services
    finally:
        await database.close()


def services_on(database: Database, keyring: Keyring, settings: Settings) -> Services:
    people = People(database, utc_now)
    skills = registry_on(database, settings)
    limits = SessionLimits(
        timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours)
    )
    sessions = Sessions(database, people, utc_now, limits)
    workspaces = room_on(database, keyring, base_urls(settings))
    http = new_http_client()
    enrolled = EnrolledWorkspaces(
        database,
        keyring,
        workspaces.workspaces,
        base_url=settings.chatgpt_base_url,
        http=http,
        limits=request_limits(settings),
    )
    entitlements = entitlements_on(database, keyring, skills, enrolled)
    return Services(
        database,
        keyring,
        Outside(settings.public_url, settings.trusted_proxies),
        settings.data_dir,
        Tokens(database, utc_now),
        people,
        sessions,
        Links(database, people, utc_now),
        GatewayKeys(database, settings.data_dir, utc_now),
        SignInElsewhere(database, people, sessions, settings.sign_in, utc_now),
        http,
        enrolled,
        workspaces,
        Catalogue(database, keyring, spans_of),
        Reveals(database, keyring),
        Findings(database, utc_now),
        remediation_on(database, keyring, settings, enrolled, workspaces.workspaces),
        skills,
        entitlements,
        presence_on(
            database, keyring, skills, enrolled, entitlements, creates_gpts=settings.gpt_create_assumed
        ),
        pushing_on(
            database,
            keyring,
            skills,
            base_url=settings.openai_base_url,
            http=http,
            limits=request_limits(settings),
        ),
        hub_on(
            database,
            keyring,
            skills,
            settings.data_dir,
            audit_types=AuditTypes.of(settings.usage_audit_event_types),
        ),
    )


def request_limits(settings: Settings) -> RequestLimits:
    """What OpenAI allows; 0 leaves it to the other side to say when it is too much (the simulator does)."""
    if settings.requests_per_minute == 0:
        return RequestLimits(Rates(math.inf, math.inf, math.inf))
    rate = float(settings.requests_per_minute)
    return RequestLimits(Rates(list=rate, item=2 * rate, log_download=rate))


def build_api(services: Services) -> FastAPI:
    """The control plane's REST API."""

    async def is_ready() -> bool:
        try:
            async with services.database.read() as tx:
                await tx.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    room = services.workspaces
    routers = [
        health_router(is_ready),
        sessions_api.session_router(services.sessions),
        sessions_router(services.sessions),
        links_api.links_router(services.links, services.sessions),
        people_api.users_router(services.people, services.links, services.outside.public_url),
        tokens_api.tokens_router(services.tokens, services.people),
        gateway_keys_api.gateway_keys_router(services.gateway_keys),
        oidc_api.oidc_router(services.elsewhere, services.sessions, services.outside.public_url),
        workspaces_api.workspaces_router(room.workspaces, room.tests, room.erasure),
        catalog_api.catalogue_router(services.catalogue, services.reveals),
        findings_api.findings_router(services.findings),
        ingest_router(services.database),
        ledger_api.ledger_router(services.data_dir),
        *app_remediation.routers(services.remediation),
        skills_api.registry_router(services.skills),
        presence_api.presence_router(services.presence),
        pushing_api.pushing_router(services.pushing),
        entitlements_api.entitlements_router(services.entitlements),
        *app_hub.routers(services.hub, services.outside.public_url),
    ]
    statuses: dict[type[UserError], int] = {
        **sessions_api.STATUSES,
        **links_api.STATUSES,
        **people_api.STATUSES,
        **tokens_api.STATUSES,
        **gateway_keys_api.STATUSES,
        **workspaces_api.STATUSES,
        **catalog_api.STATUSES,
        **findings_api.STATUSES,
        **ledger_api.STATUSES,
        **app_remediation.STATUSES,
        **skills_api.STATUSES,
        **presence_api.STATUSES,
        **pushing_api.STATUSES,
        **entitlements_api.STATUSES,
        **app_hub.STATUSES,
    }
    return create_app(
        routers,
        authenticate=app_hub.also_skills(services.tokens.authenticate, services.hub),
        recognise=services.sessions.recognise,
        statuses=statuses,
        outside=services.outside,
    )


@asynccontextmanager
async def relaying(database: Database, settings: Settings) -> AsyncIterator[None]:
    """While this is entered, entries go from the outbox into this process's ledger; at the end, those that wait."""
    ledger = await asyncio.to_thread(Ledger.open, settings.data_dir, kind="control")
    relay = OutboxRelay(database, ledger)
    running = asyncio.create_task(relay.run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
        try:
            await relay.drain()
        except (DBAPIError, LedgerUnavailable) as error:
            _log.warning("ledger entries wait in the outbox for the next start: %s", type(error).__name__)
        await asyncio.to_thread(ledger.close)


async def run_server(
    settings: Settings, listener: socket.socket, on_ready: Callable[[str | None], None]
) -> None:
    """Serve the API until SIGTERM or SIGINT. *on_ready* is given the secret of a set-up link while there is no administrator."""
    stop = asyncio.Event()
    with stop_signals(stop):
        async with (
            open_services(settings) as services,
            relaying(services.database, settings),
            publishing(services.gateway_keys),
        ):
            set_up = await services.links.first_set_up()
            await serve(build_api(services), listener, stop, lambda: on_ready(set_up))


def describe_api() -> dict[str, Any]:
    """The OpenAPI description of the REST API. Opens nothing."""
    nowhere = Settings(data_dir=Path())
    services = services_on(
        Database("postgresql://nowhere/none"), Keyring(HeldKeys([bytes(KEY_BYTES)])), nowhere
    )
    return build_api(services).openapi()
