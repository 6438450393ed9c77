"""How does a command get at the room? Settings, database, migrations, key-encryption key; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from watchgate.settings import Settings, load_settings
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.workspaces.questions import Host
from watchgate.workspaces.room import Room, room_on


@asynccontextmanager
async def open_room(data_dir: Path | None, database_url: str | None) -> AsyncIterator[Room]:
    """The room on the database of *data_dir* or *database_url*, with what is missing of them from the settings."""
    settings = load_settings(data_dir=data_dir, database_url=database_url)
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield room_on(database, Keyring(key_encryption(settings)), base_urls(settings))
    finally:
        await database.close()


def base_urls(settings: Settings) -> dict[Host, str]:
    """Where the two hosts are."""
    return {Host.CHATGPT: settings.chatgpt_base_url, Host.PLATFORM: settings.openai_base_url}
