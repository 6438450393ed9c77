"""`watchgate simulator sightings`: how does a person get a month of skills in use onto disk?"""

from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.simulator.skill_runs.sightings.writing import Wanted, write_sightings

EXAMPLE = "Example:  watchgate simulator sightings --skills 1000 --events 1000000 --seed 1 --to ./sightings"


def sightings(
    *,
    to: Annotated[Path, typer.Option(metavar="DIR", help="Where to write: a folder that is new or empty.")],
    skills: Annotated[int, typer.Option(min=4, help="How many skills.")] = 1000,
    events: Annotated[
        int, typer.Option(min=200, help="How many lines, in all sources together.")
    ] = 1_000_000,
    people: Annotated[int, typer.Option(min=1, help="How many people use them.")] = 2000,
    days: Annotated[int, typer.Option(min=1, help="In how many days.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed and --until write the same bytes.")] = 0,
    until: Annotated[
        str, typer.Option(metavar="DAY", help="The day (UTC) at whose beginning it ends. Default: today.")
    ] = "",
) -> None:
    """Write what five sources tell of skills in use, with repetitions and late arrivals, and the truth of it."""
    wanted = Wanted(skills, people, events, days, seed, _day(until))
    began = perf_counter()
    try:
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
        ) as progress:
            task = progress.add_task("events", total=events)
            runs = write_sightings(wanted, to, lambda done: progress.update(task, completed=done))
    except OSError as error:
        raise UserError(
            f"The folder {to} cannot be written to ({error.strerror}): choose another."
        ) from error
    seconds = perf_counter() - began
    typer.echo(f"{to}: {events} events of {runs} runs in {seconds:.1f} s ({events / seconds:,.0f} a second)")


def _day(text: str) -> datetime:
    try:
        day = datetime.fromisoformat(text) if text else utc_now()
    except ValueError as error:
        raise UserError(f"--until takes a day such as 2026-11-01, not {text!r}.") from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
