"""`watchgate hub export`: every run as JSON lines, CSV, Parquet or OpenTelemetry's spans, through the REST API."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.hub.usage import otlp, parquet
from watchgate.kernel.errors import UserError

_EXPORT = """Example:

  watchgate hub export --output runs.jsonl --since 2026-11-01"""
_COLUMNS = (
    *(
        "started_at",
        "ended_at",
        "skill_id",
        "version",
        "person",
        "surface",
        "model",
        "outcome",
        "duration_ms",
    ),
    *("input_tokens", "output_tokens", "reported_microusd", "estimated_microusd", "allocated_microusd"),
    *("workspace_id", "conversation_id", "run_id", "sources"),
)


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    OTLP = "otlp"
    """Spans, in the JSON encoding of OpenTelemetry's protocol."""


def register(hub: typer.Typer) -> None:
    """Add `export` to `hub`."""
    hub.command("export", epilog=_EXPORT)(export)


def export(
    output: Annotated[Path, typer.Option(help="The file to write; it must not be there yet.")],
    format_: Annotated[Format, typer.Option("--format", help="What it is written as.")] = Format.JSONL,
    skill: Annotated[str | None, typer.Option(help="Only of this skill.", show_default=False)] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Began on this day (UTC) or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Began before this day (UTC).")
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
) -> None:
    """Write every run that is known, the newest first. As OTLP, without people: for OpenTelemetry's collector."""
    days = {"since": since, "until": until}
    asked = {"skill_id": skill} | {name: f"{day:%Y-%m-%d}T00:00:00Z" for name, day in days.items() if day}
    if format_ is Format.PARQUET:
        parquet.check()
    with opened(api_url, token_file) as api, _new(output) as file:
        runs = _counted(api.all_of("/api/v1/hub/usage/runs", **asked))
        count = (
            parquet.write(output, runs, _COLUMNS)
            if format_ is Format.PARQUET
            else _WRITES[format_](file, runs)
        )
    typer.echo(f"{count:,} runs in {output}.")


def _new(output: Path) -> IO[str]:
    try:
        return output.open("x", encoding="utf-8", newline="")
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror}. Choose another name.") from None


def _counted(runs: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    columns = (SpinnerColumn(), TextColumn("{task.completed:,.0f} runs"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        yield from progress.track(runs, total=None)


def _lines(
    line_of: Callable[[Mapping[str, Any]], str],
) -> Callable[[IO[str], Iterable[Mapping[str, Any]]], int]:
    def write(file: IO[str], runs: Iterable[Mapping[str, Any]]) -> int:
        count = 0
        for run in runs:
            file.write(line_of(run) + "\n")
            count += 1
        return count

    return write


def _json(run: Mapping[str, Any]) -> str:
    return json.dumps(run, ensure_ascii=False)


def _csv(file: IO[str], runs: Iterable[Mapping[str, Any]]) -> int:
    writer = csv.DictWriter(file, _COLUMNS)
    writer.writeheader()
    count = 0
    for run in runs:
        writer.writerow({**run, "sources": " ".join(run["sources"])})
        count += 1
    return count


_WRITES = {Format.JSONL: _lines(_json), Format.OTLP: _lines(otlp.line_of), Format.CSV: _csv}
