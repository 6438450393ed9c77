"""How does a command get at the catalogue? Settings, database, migrations, keys; closed again at the end."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from watchgate.kernel.clock import utc_now
from watchgate.settings import load_settings
from watchgate.storage.database import Database
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.workspaces.model import Workspace
from watchgate.workspaces.service import Workspaces

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Stored:
    """A migrated database, and the keys to what is sealed in it."""

    database: Database
    keyring: Keyring

    async def workspace(self, reference: str) -> Workspace:
        """The workspace with this id or name. Raises UnknownWorkspace."""
        return await Workspaces(self.database, self.keyring, utc_now).find(reference)

    async def workspace_id(self, reference: str | None) -> UUID | None:
        """Its id; None when none was named."""
        return None if reference is None else (await self.workspace(reference)).id

    async def is_any_enrolled(self) -> bool:
        return bool(await Workspaces(self.database, self.keyring, utc_now).page(1))


@asynccontextmanager
async def open_stored(data_dir: Path | None, database_url: str | None) -> AsyncIterator[Stored]:
    """What is stored in *data_dir* or at *database_url*, with what is missing of them from the settings."""
    settings = load_settings(data_dir=data_dir, database_url=database_url)
    database = await open_database(settings)
    try:
        await asyncio.to_thread(migrate, database.url)
        yield Stored(database, Keyring(key_encryption(settings)))
    finally:
        await database.close()


def with_stored(
    run: Callable[[Stored], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    """What *run* makes of what is stored, for a command."""

    async def opened() -> Result:
        async with open_stored(data_dir, database_url) as stored:
            return await run(stored)

    return asyncio.run(opened())
