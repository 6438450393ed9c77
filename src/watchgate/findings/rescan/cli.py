"""`watchgate findings rescan`: has everything been examined by the detection that is installed?"""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from watchgate.catalog.cli_options import OfWorkspace
from watchgate.catalog.opening import Stored, with_stored
from watchgate.detection.engine import ENGINE_VERSION
from watchgate.findings.rescan.model import Rescan
from watchgate.findings.rescan.service import Rescans
from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir


def rescan(
    *,
    workspace: OfWorkspace = None,
    again: Annotated[
        bool, typer.Option("--again", help="Examine the workspace once more, though nothing has changed.")
    ] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Show which workspaces were examined again by which version of detection. Workers do it by themselves, after an update."""
    if again and workspace is None:
        raise UserError("--again needs --workspace: say which one is to be examined once more.")

    async def run(stored: Stored) -> Sequence[Rescan]:
        rescans = Rescans(stored.database, stored.keyring)
        workspace_id = await stored.workspace_id(workspace)
        if again and workspace_id is not None and not await rescans.begin(workspace_id, again=True):
            raise UserError(
                f"A later version than {ENGINE_VERSION} has examined this workspace: update this Watchgate."
            )
        return await rescans.all(workspace_id)

    found = with_stored(run, data_dir, database_url)
    if json_:
        typer.echo(json.dumps([_as_json(one) for one in found]))
    elif found:
        Console(highlight=False).print(_table(found))
    else:
        typer.echo(f"No workspace has been examined again. The detection installed is {ENGINE_VERSION}.")


def _as_json(one: Rescan) -> dict[str, object]:
    values = asdict(one)
    del values["after"]
    return {
        **values,
        "workspace_id": str(one.workspace_id),
        "started_at": rfc3339(one.started_at),
        "finished_at": rfc3339(one.finished_at) if one.finished_at else None,
    }


def _table(found: Sequence[Rescan]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("workspace", "detection", "state"):
        table.add_column(heading)
    for heading in ("examined", "not examined", "added", "removed"):
        table.add_column(heading, justify="right")
    for one in found:
        numbers = (one.examined, one.not_examined, one.added, one.removed)
        state = "done" if one.state == "done" else f"at its {one.kind}s"
        table.add_row(str(one.workspace_id), one.engine_version, state, *map(str, numbers))
    return table
