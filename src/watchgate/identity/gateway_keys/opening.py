"""How does a command get at the gateway keys? Settings, database, migrations; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.kernel.clock import utc_now
from watchgate.settings import load_settings
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database


@asynccontextmanager
async def open_keys(
    data_dir: Path | None, database_url: str | None
) -> AsyncIterator[tuple[GatewayKeys, Path]]:
    """The keys, and the data folder where gateways find them and count what is spent."""
    settings = load_settings(data_dir=data_dir, database_url=database_url)
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield GatewayKeys(database, settings.data_dir, utc_now), settings.data_dir
    finally:
        await database.close()
