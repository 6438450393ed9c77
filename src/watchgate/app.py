"""Which parts make a running Watchgate? The composition root: settings → adapters → services → servers and workers."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from watchgate.http.application import create_app
from watchgate.http.health import health_router
from watchgate.http.server import serve, stop_signals
from watchgate.identity.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.key_encryption import KEY_BYTES, HeldKeys
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.workspaces.api import STATUSES, workspaces_router
from watchgate.workspaces.opening import base_urls
from watchgate.workspaces.room import Room, room_on


@dataclass(frozen=True, slots=True)
class Services:
    """What servers and workers share: one database, and the rooms on it."""

    database: Database
    tokens: Tokens
    workspaces: Room


@asynccontextmanager
async def open_services(settings: Settings) -> AsyncIterator[Services]:
    """The services on a migrated database; closed again at the end. Raises UserError."""
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield services_on(database, Keyring(key_encryption(settings)), settings)
    finally:
        await database.close()


def services_on(database: Database, keyring: Keyring, settings: Settings) -> Services:
    return Services(
        database,
        Tokens(database, settings.data_dir, utc_now),
        room_on(database, keyring, base_urls(settings)),
    )


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
        workspaces_router(room.workspaces, room.tests, room.erasure),
    ]
    return create_app(routers, authenticate=services.tokens.authenticate, statuses=STATUSES)


async def run_server(
    settings: Settings, listener: socket.socket, on_ready: Callable[[tuple[str, Path] | None], None]
) -> None:
    """Serve the API until SIGTERM or SIGINT. *on_ready* is given the first token and its file, if one was just made."""
    stop = asyncio.Event()
    with stop_signals(stop):
        async with open_services(settings) as services:
            first = await services.tokens.ensure_first()
            await serve(build_api(services), listener, stop, lambda: on_ready(first))


def describe_api() -> dict[str, Any]:
    """The OpenAPI description of the REST API. Opens nothing."""
    nowhere = Settings(data_dir=Path())
    services = services_on(
        Database("postgresql://nowhere/none"), Keyring(HeldKeys([bytes(KEY_BYTES)])), nowhere
    )
    return build_api(services).openapi()
