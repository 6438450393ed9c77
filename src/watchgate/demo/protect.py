"""How does a finding come to its removal? Ann asks, may not agree with herself; Bo agrees; it is deleted, verified, and there is a receipt.

Every step is a command as anybody would type it, run as a process of its own, with the token of the person who acts.
"""

import asyncio
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.text import Text

from watchgate.app import Services
from watchgate.commands.terminal import on_one_line
from watchgate.findings.model import AssetKind, Finding, FindingFilter
from watchgate.identity.roles import Role
from watchgate.kernel.errors import UserError
from watchgate.testing.simulator import RunningSimulator

ENTITY = "US_SSN"
REASON = "A social security number in a chat"
AUDIT_ECHO_S = 7200
"""By then the simulated workspace has written our deletion into its audit log."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person with an account, and what the commands are given to act for it."""

    name: str
    role: Role
    environment: Mapping[str, str]


async def show_protect(
    out: Console,
    simulator: RunningSimulator,
    services: Services,
    workspace_id: UUID,
    api_url: str,
    folder: Path,
) -> None:
    """From a finding to a verified receipt, which is left in *folder*."""
    finding = await _finding(services, workspace_id)
    ann = await _actor(services, "Ann", Role.ANALYST, api_url)
    bo = await _actor(services, "Bo", Role.APPROVER, api_url)
    out.print("\n[bold]From a finding to its removal[/]")
    out.print(
        f"  {finding.entity} in a message of {on_one_line(finding.owner_email or '-')}: …{on_one_line(finding.excerpt_masked)}…",
        markup=False,
    )
    target = f"conversation:{finding.conversation_id}"
    planned = await _run(
        out, ann, "plan", "--workspace", str(workspace_id), "--action", "delete", "--reason", REASON, target
    )
    request = _request_in(planned)
    await _run(out, ann, "request", request)
    await _run(out, ann, "approve", request, refused=True)
    await _run(out, bo, "approve", request)
    await _run(out, ann, "status", request, "--watch")
    await asyncio.to_thread(simulator.advance_clock, AUDIT_ECHO_S)
    out.print(
        "\n  (Two hours later, by the simulated workspace's clock: its audit log tells of the deletion.)"
    )
    await _run(out, ann, "status", request, "--watch", "--until-verified")
    await _show_receipt(out, ann, request, folder)


async def _finding(services: Services, workspace_id: UUID) -> Finding:
    wanted = FindingFilter(workspace_id, ENTITY, asset_kind=AssetKind.MESSAGE)
    found = await services.findings.page(wanted, 1)
    if not found:
        raise UserError(
            f"The demo's workspace has no {ENTITY}, which it should have. Run it again, or report it."
        )
    return found[0]


async def _actor(services: Services, name: str, role: Role, api_url: str) -> Actor:
    person = await services.people.create(f"{name.lower()}@watchgate.example", name, role)
    _, token = await services.tokens.create("demo", role, timedelta(days=1), owner=person.id)
    return Actor(name, role, {"WATCHGATE_API_TOKEN": token, "WATCHGATE_API_URL": api_url})


async def _show_receipt(out: Console, actor: Actor, request: str, folder: Path) -> None:
    proof, page = folder / "receipt.json", folder / "receipt.html"
    await _run(out, actor, "receipt", request, "1", "--output", str(proof))
    await _run(out, actor, "receipt", request, "1", "--format", "html", "--output", str(page))
    await _run(out, actor, "verify-receipt", str(proof), group="ledger")


async def _run(
    out: Console, actor: Actor, *arguments: str, group: str = "remediate", refused: bool = False
) -> str:
    """Run a command for somebody and show both; what it said. Raises UserError when it ends as it should not."""
    shown = " ".join(f'"{one}"' if " " in one else one for one in (group, *arguments))
    out.print(
        Text(f"\n  {actor.name}, {actor.role.value}", style="bold").append(
            f"  $ watchgate {shown}", style="cyan"
        ),
        soft_wrap=True,
    )
    command = (sys.executable, "-m", "watchgate", group, *arguments)
    process = await asyncio.create_subprocess_exec(
        *command,
        env={**os.environ, "COLUMNS": str(out.width - 4), **actor.environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said = (await process.communicate())[0].decode()
    out.print(Text("\n".join(f"    {line}" for line in said.splitlines() if line.strip())))
    if (process.returncode != 0) != refused:
        raise UserError(f"`watchgate {shown}` ended with {process.returncode}, which it should not.")
    return said


def _request_in(said: str) -> str:
    found = re.search(r"\brem_\w+", said)
    if found is None:
        raise UserError("The plan names no request.")
    return found.group()
