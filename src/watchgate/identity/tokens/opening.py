"""How does a command get at the tokens? Settings, database, migrations; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from watchgate.identity.tokens.service import Tokens
from watchgate.kernel.clock import utc_now
from watchgate.settings import load_settings
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database


@asynccontextmanager
async def open_tokens(data_dir: Path | None, database_url: str | None) -> AsyncIterator[Tokens]:
    """The tokens in the database of *data_dir* or *database_url*, with what is missing of them from the settings."""
    settings = load_settings(data_dir=data_dir, database_url=database_url)
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield Tokens(database, utc_now)
    finally:
        await database.close()
