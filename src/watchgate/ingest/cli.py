"""`watchgate ingest …`: how far ingest is, and what stands to be lost."""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console, Group
from rich.live import Live
from rich.markup import escape
from rich.table import Table

from watchgate.ingest.bars import Bars
from watchgate.ingest.loss import Alarm, Outlook, StreamState
from watchgate.ingest.status import WorkspaceStatus, report
from watchgate.settings import load_settings
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir
from watchgate.storage.database import Database
from watchgate.storage.open import open_database

WATCH_EVERY_S = 2.0
_COLOUR = {Alarm.NONE: "green", Alarm.LATE: "yellow", Alarm.URGENT: "red", Alarm.LOST: "bold red"}


def register(app: typer.Typer) -> None:
    """Add `ingest` to the command line."""
    ingest = typer.Typer(
        no_args_is_help=True, help="What has been read from the workspaces, and what has not."
    )
    ingest.command("status")(status)
    app.add_typer(ingest, name="ingest")


def status(
    *,
    watch: Annotated[bool, typer.Option("--watch", help="Keep showing it until Ctrl+C.")] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Show each stream of each workspace: files done and waiting, events, and how long until something is lost."""

    async def run() -> None:
        database = await open_database(load_settings(data_dir=data_dir, database_url=database_url))
        try:
            if watch and not json_:
                await _watch(database)
            else:
                _print(await report(database), as_json=json_)
        finally:
            await database.close()

    asyncio.run(run())


async def _watch(database: Database) -> None:
    bars = Bars()
    with Live(refresh_per_second=2) as live:
        while True:
            found = await report(database)
            bars.show(found)
            live.update(Group(bars.progress, shown(found)))
            await asyncio.sleep(WATCH_EVERY_S)


def _print(found: list[WorkspaceStatus], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps([one.as_json() for one in found], indent=2))
    else:
        Console().print(shown(found))


def shown(found: list[WorkspaceStatus]) -> Group | str:
    """The report as it is printed; with no workspace, what to do next."""
    if not found:
        return "No workspace is enrolled. Begin with: watchgate workspaces enroll --help"
    return Group(*(part for one in found for part in _parts(one)))


def _parts(one: WorkspaceStatus) -> list[Table | str]:
    if not one.streams:
        return [
            f"{one.name} ({one.state}): nothing has been read yet. `watchgate up` or `watchgate worker` reads it."
        ]
    parts: list[Table | str] = [_table(one)]
    if one.files:
        counted = ", ".join(f"{count} {state}" for state, count in sorted(one.files.items()))
        parts.append(f"Uploaded files: {counted}")
    if one.drift:
        names = escape(", ".join(f"{row['name']} ({row['seen']})" for row in one.drift[:5]))
        parts.append(f"[yellow]Schema drift[/]: OpenAI sends what we do not know, kept whole: {names}")
    return parts


def _table(one: WorkspaceStatus) -> Table:
    table = Table(title=f"{one.name} ({one.state})", title_justify="left")
    table.add_column("stream", no_wrap=True)
    for heading in ("done", "waiting", "events"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("outlook")
    for stream, ahead in one.streams:
        table.add_row(*_cells(stream, ahead))
    return table


def _cells(stream: StreamState, ahead: Outlook) -> list[str]:
    numbers = (stream.settled, stream.listed + stream.failed, stream.events)
    words = "complete" if ahead.hours_left is None else f"{ahead.hours_left} h until loss"
    notes = [f"[{_COLOUR[ahead.alarm]}]{words}[/]"]
    notes += [
        f"{count:,} {what}"
        for count, what in (
            (stream.expired, "files lost"),
            (stream.duplicates, "delivered twice"),
            (stream.broken_lines, "lines quarantined"),
        )
        if count
    ]
    if stream.last_error:
        notes.append(escape(stream.last_error))
    return [stream.event_type, *(f"{number:,}" for number in numbers), " · ".join(notes)]
