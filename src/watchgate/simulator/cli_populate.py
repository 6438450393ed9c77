"""`watchgate simulator populate`: how does a person get a whole simulated workspace onto disk?"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from watchgate.kernel.errors import UserError
from watchgate.simulator.compliance_host.workspace import Workspace
from watchgate.simulator.faults import parse_fault_rate
from watchgate.simulator.office_population import office_of
from watchgate.simulator.populate import write_files, write_logs
from watchgate.simulator.simulation import OfficeSettings, Settings, Simulation

_DEFAULTS = OfficeSettings()


def populate(
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to write; made if it is not there.")],
    messages: Annotated[int, typer.Option(min=0, help="How many messages.")] = _DEFAULTS.messages,
    people: Annotated[int, typer.Option(min=1, help="By how many people.")] = _DEFAULTS.people,
    days: Annotated[int, typer.Option(min=1, help="In how many days up to now.")] = _DEFAULTS.days,
    seed: Annotated[int, typer.Option(help="The same seed writes the same things, up to their times.")] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=RATE", help="A fault of the log writer and how often. Repeatable."),
    ] = None,
    files: Annotated[bool, typer.Option("--files/--no-files", help="Write uploaded files, too.")] = True,
) -> None:
    """Write the log files and uploaded files of a simulated workspace into a folder."""
    settings = Settings(
        seed=seed,
        faults=tuple(parse_fault_rate(each) for each in fault or ()),
        office=OfficeSettings(messages=messages, people=people, days=days),
    )
    simulation = Simulation(settings)
    begun = simulation.clock.now()
    workspace = Workspace(simulation, lambda: office_of(settings, begun))
    try:
        _write(workspace, out, has_files=files)
    except OSError as error:
        raise UserError(
            f"The folder {out} cannot be written to ({error.strerror}): choose another with --out."
        ) from error
    finally:
        workspace.close()


def _write(workspace: Workspace, out: Path, *, has_files: bool) -> None:
    out.mkdir(parents=True, exist_ok=True)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    ) as progress:
        total = len(workspace.population)
        log_files = write_logs(workspace, out, _told(progress, "events", total))
        uploads = write_files(workspace, out, _told(progress, "uploaded files", None)) if has_files else 0
    typer.echo(f"{out}: {log_files} log files with {total} events, {uploads} uploaded files")


def _told(progress: Progress, what: str, total: int | None) -> Callable[[int], None]:
    task = progress.add_task(what, total=total)
    return lambda done: progress.update(task, completed=done)
