"""`watchgate doctor`: is everything in order, and what is to be mended?"""

import asyncio
import json
from typing import Annotated

import typer
from rich.console import Console

from watchgate.doctor.examination import examine
from watchgate.doctor.model import Line, Status
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

_MARKS = {Status.OK: "✓", Status.WARNING: "!", Status.FAILED: "✗"}
_STYLES = {Status.OK: "green", Status.WARNING: "yellow", Status.FAILED: "bold red"}
_NAME_WIDTH = 20


def register(app: typer.Typer) -> None:
    """Add `doctor` to the command line."""
    app.command("doctor")(doctor)


def doctor(
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Do not connect to others' hosts.")] = False,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Check everything a running Watchgate needs, and say what to mend. Changes nothing. Exit code 1 when something failed."""
    console = Console(highlight=False, markup=False, soft_wrap=True)

    async def run() -> list[Line]:
        lines = []
        async for line in examine(data_dir, database_url, is_offline=offline):
            lines.append(line)
            if not json_:
                _print(console, line)
        return lines

    lines = asyncio.run(run())
    has_failed = any(line.status is Status.FAILED for line in lines)
    if json_:
        typer.echo(json.dumps({"ok": not has_failed, "checks": [line.as_json() for line in lines]}))
    else:
        console.print(_summary(lines))
    if has_failed:
        raise typer.Exit(1)


def _print(console: Console, line: Line) -> None:
    console.print(
        f"{_MARKS[line.status]} {line.check:<{_NAME_WIDTH}} {line.status:<7}  {line.detail}",
        style=_STYLES[line.status],
    )
    if line.remedy:
        console.print(f"  {'':<{_NAME_WIDTH}}          → {line.remedy}")


def _summary(lines: list[Line]) -> str:
    count = {status: sum(line.status is status for line in lines) for status in Status}
    if count[Status.FAILED]:
        return f"\n{count[Status.FAILED]} failed, {count[Status.WARNING]} warnings."
    return f"\nNothing failed, {count[Status.WARNING]} warnings."
