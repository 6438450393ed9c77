"""How does a finding come to its removal? Ann asks, may not agree with herself; Bo agrees; it is deleted, verified, and there is a receipt.

Every step is a command as anybody would type it, run as a process of its own, with the token of the person who acts.
"""

import asyncio
import re
from pathlib import Path
from uuid import UUID

from rich.console import Console

from watchgate.app import Services
from watchgate.commands.terminal import on_one_line
from watchgate.demo.acting import Actor, Cast
from watchgate.demo.backfill import until_in_ledger
from watchgate.findings.model import AssetKind, Finding, FindingFilter
from watchgate.kernel.errors import UserError
from watchgate.testing.simulator import RunningSimulator

ENTITY = "US_SSN"
REASON = "A social security number in a chat"
CHECKPOINT_S = 1.5
"""By then the ledger has signed what was written before: it does so once a second."""
AUDIT_ECHO_S = 7200
"""By then the simulated workspace has written our deletion into its audit log."""


async def show_protect(
    out: Console,
    simulator: RunningSimulator,
    services: Services,
    workspace_id: UUID,
    people: Cast,
    folder: Path,
) -> None:
    """From a finding to a verified receipt, which is left in *folder*."""
    finding = await _finding(services, workspace_id)
    ann, bo = people.ann, people.bo
    out.print("\n[bold]From a finding to its removal[/]")
    out.print(
        f"  {finding.entity} in a message of {on_one_line(finding.owner_email or '-')}: …{on_one_line(finding.excerpt_masked)}…",
        markup=False,
    )
    target = f"conversation:{finding.conversation_id}"
    planned = await ann.run(
        out, f"remediate plan --workspace {workspace_id} --action delete --reason '{REASON}' {target}"
    )
    request = _request_in(planned)
    await ann.run(out, f"remediate request {request}")
    await ann.run(out, f"remediate approve {request}", refused=True)
    await bo.run(out, f"remediate approve {request}")
    await ann.run(out, f"remediate status {request} --watch")
    await asyncio.to_thread(simulator.advance_clock, AUDIT_ECHO_S)
    out.print(
        "\n  (Two hours later, by the simulated workspace's clock: its audit log tells of the deletion.)"
    )
    await ann.run(out, f"remediate status {request} --watch --until-verified")
    await until_in_ledger(services.database)
    await asyncio.sleep(CHECKPOINT_S)
    await _show_receipt(out, ann, request, folder)


async def _finding(services: Services, workspace_id: UUID) -> Finding:
    wanted = FindingFilter(workspace_id, ENTITY, asset_kind=AssetKind.MESSAGE)
    found = await services.findings.page(wanted, 1)
    if not found:
        raise UserError(
            f"The demo's workspace has no {ENTITY}, which it should have. Run it again, or report it."
        )
    return found[0]


async def _show_receipt(out: Console, actor: Actor, request: str, folder: Path) -> None:
    proof, page = folder / "receipt.json", folder / "receipt.html"
    await actor.run(out, f"remediate receipt {request} 1 --output {proof}")
    await actor.run(out, f"remediate receipt {request} 1 --format html --output {page}")
    await actor.run(out, f"ledger verify-receipt {proof}")


def _request_in(said: str) -> str:
    found = re.search(r"\brem_\w+", said)
    if found is None:
        raise UserError("The plan names no request.")
    return found.group()
