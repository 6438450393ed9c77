"""A token for a test that talks to a server of its own process, made as on the command line."""

import asyncio
from pathlib import Path

from watchgate.identity.roles import Role
from watchgate.identity.tokens.opening import open_tokens


def make_token(data_dir: Path, database_url: str | None = None, role: Role = Role.ADMIN) -> str:
    """The secret of a new token."""

    async def made():
        async with open_tokens(data_dir, database_url) as tokens:
            return (await tokens.create("test", role, None))[1]

    return asyncio.run(made())
