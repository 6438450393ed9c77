"""How do workspaces look in a terminal? Tables for people, JSON for programs; of a key its last four characters."""

import json
from collections.abc import Mapping, Sequence

import typer
from pydantic import BaseModel
from rich.console import Console

from watchgate.commands.table import print_table
from watchgate.kernel.clock import rfc3339
from watchgate.workspaces.erasure.service import Erased
from watchgate.workspaces.model import Workspace
from watchgate.workspaces.report import ConnectionReport, Status
from watchgate.workspaces.schemas import workspace_out

_STYLES = {Status.OK: "green", Status.FAILED: "bold red", Status.UNKNOWN: "yellow"}
_MARKS = {Status.OK: "✓", Status.FAILED: "✗", Status.UNKNOWN: "?"}


def print_json(value: BaseModel | Mapping[str, object] | Sequence[BaseModel]) -> None:
    """One line of JSON."""
    if isinstance(value, BaseModel):
        typer.echo(value.model_dump_json())
    elif isinstance(value, Mapping):
        typer.echo(json.dumps(value))
    else:
        typer.echo(json.dumps([one.model_dump(mode="json") for one in value]))


def print_workspaces(workspaces: Sequence[Workspace]) -> None:
    if not workspaces:
        typer.echo("No workspace is enrolled yet. Enrol one:  watchgate workspaces enroll --help")
        return
    print_table(
        ("name", "workspace id", "organisation", "state", "keys", "last test"),
        [
            (one.name, str(one.id), one.organization_id, one.state, _keys(one), _last_test(one))
            for one in workspaces
        ],
        folds=("last test",),
    )


def print_workspace(workspace: Workspace) -> None:
    typer.echo(f"{workspace.name}  ({workspace.state})")
    typer.echo(f"  workspace     {workspace.id}")
    typer.echo(f"  organisation  {workspace.organization_id}")
    typer.echo(f"  enrolled      {rfc3339(workspace.created_at)}")
    for key in workspace.credentials:
        since = f"rotated {rfc3339(key.rotated_at)}" if key.rotated_at else f"given {rfc3339(key.created_at)}"
        typer.echo(f"  {key.kind + ' key':<13} …{key.last_four}, {since}")
        if key.probe and key.probed_at:
            typer.echo(f"                tested {rfc3339(key.probed_at)}: {key.probe['summary']}")


def print_report(report: ConnectionReport) -> None:
    """Line by line, each remedy once, then the whole in one sentence."""
    console = Console(highlight=False, markup=False, soft_wrap=True)
    width = max(len(check.check) for check in report.checks)
    told = {report.remedy}
    for check in report.checks:
        console.print(
            f"{_MARKS[check.status]} {check.check:<{width}}  {check.status:<7}  {check.detail}",
            style=_STYLES[check.status],
        )
        if check.remedy and check.remedy not in told:
            told.add(check.remedy)
            console.print(f"  {'':<{width}}           → {check.remedy}")
    console.print(f"\n{report.summary}" + (f"\n{report.remedy}" if report.remedy else ""))


def print_erased(erased: Erased, *, is_done: bool) -> None:
    if is_done:
        typer.echo(
            f"The workspace {erased.name!r} is removed: {erased.keys} keys and its data key erased, rows deleted:"
        )
    else:
        typer.echo(
            f"Removing {erased.name!r} erases its {erased.keys} keys, its data key, and these rows, for good:"
        )
    for table, count in erased.rows.items():
        typer.echo(f"  {table:<16} {count:>12,}")
    if not erased.rows:
        typer.echo("  none")


def as_json(workspace: Workspace) -> BaseModel:
    return workspace_out(workspace)


def _keys(workspace: Workspace) -> str:
    return ", ".join(f"{key.kind} …{key.last_four}" for key in workspace.credentials) or "erased"


def _last_test(workspace: Workspace) -> str:
    tested = [key for key in workspace.credentials if key.probe]
    if not tested or not tested[0].probe:
        return "never"
    return "usable" if tested[0].probe["is_usable"] else "failed"
