"""How does somebody in the tour do something? By a command as anybody would type it, in a process of its own, with a token of their own."""

import asyncio
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console
from rich.text import Text

from watchgate.app import Services
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, and what the commands are given to act for it."""

    name: str
    role: Role
    environment: Mapping[str, str]

    async def run(
        self, out: Console, command: str, *, refused: bool = False, shows: Callable[[str], str] = str
    ) -> str:
        """Run a command and show both (of what it says: what *shows* makes of it); what it said.

        Raises UserError when it ends as it should not.
        """
        out.print(
            Text(f"\n  {self.name}, {self.role.value}", style="bold").append(
                f"  $ watchgate {command}", style="cyan"
            ),
            soft_wrap=True,
        )
        said, code = await self._process(out.width - 4, shlex.split(command))
        out.print(Text("\n".join(f"    {line}" for line in shows(said).splitlines() if line.strip())))
        if (code != 0) != refused:
            raise UserError(f"`watchgate {command}` ended with {code}, which it should not.")
        return said

    async def _process(self, width: int, arguments: list[str]) -> tuple[str, int | None]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "watchgate", *arguments),
            env={**os.environ, "COLUMNS": str(width), **self.environment},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        return (await process.communicate())[0].decode(), process.returncode


@dataclass(frozen=True, slots=True)
class Cast:
    """Who acts in the tour."""

    ann: Actor
    bo: Actor
    root: Actor


async def cast(services: Services, api_url: str) -> Cast:
    """Ann asks, Bo decides, Root keeps the place."""
    return Cast(
        *[
            await _actor(services, name, role, api_url)
            for name, role in (("Ann", Role.ANALYST), ("Bo", Role.APPROVER), ("Root", Role.ADMIN))
        ]
    )


async def _actor(services: Services, name: str, role: Role, api_url: str) -> Actor:
    person = await services.people.create(f"{name.lower()}@watchgate.example", name, role)
    _, token = await services.tokens.create("demo", role, timedelta(days=1), owner=person.id)
    return Actor(name, role, {"WATCHGATE_API_TOKEN": token, "WATCHGATE_API_URL": api_url})
