"""`watchgate hub summary`, `hub unmanaged`: the use of skills, through the REST API."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.hub.usage.summary import By
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/hub/usage"
_SUMMARY = """Examples:

  watchgate hub summary

  watchgate hub summary --by person --skill incident.postmortem --since 2026-11-01"""
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], show_default=False)]
Limit = Annotated[int, typer.Option(min=1, max=200, help="Lines on a page.")]
Offset = Annotated[int, typer.Option(min=0, help="Lines to leave out.")]


def register(hub: typer.Typer) -> None:
    """Add them to `hub`."""
    hub.command("summary", epilog=_SUMMARY)(summary)
    hub.command("unmanaged")(unmanaged)


def summary(  # noqa: PLR0913, PLR0917 -- one parameter for each option
    by: Annotated[By, typer.Option(help="What one line is of.")] = By.SKILL,
    skill: Annotated[str | None, typer.Option(help="Only of this skill.", show_default=False)] = None,
    person: Annotated[str | None, typer.Option(help="Only of this person (id).", show_default=False)] = None,
    since: Day = None,
    until: Day = None,
    limit: Limit = 50,
    offset: Offset = 0,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Who uses which skills, how often, and at what cost? The last 30 days, unless days (UTC) are said."""
    asked = {"by": by.value, "skill_id": skill, "person": person, "limit": limit, "offset": offset}
    asked |= {name: day.date().isoformat() for name, day in (("since", since), ("until", until)) if day}
    with opened(api_url, token_file) as api:
        params = {name: value for name, value in asked.items() if value is not None}
        found = api.ask("GET", f"{_PATH}/summary", params=params)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    typer.echo(f"{found['since']} to {found['until']}")
    if not found["total"]["runs"]:
        typer.echo("No run of a skill is known. `watchgate skills presence` says where they can be used.")
        return
    table = table_of(*(by.value.capitalize(), "Runs", "Failed", "Recorded", "Tokens", "Cost", "p50", "p95"))
    for line in [*found["data"], found["total"]]:
        table.add_row(*_row(line))
    show_table(table)
    if found["next_offset"] is not None:
        typer.echo(f"\nThere is more:  --offset {found['next_offset']}")


def unmanaged(
    limit: Limit = 50,
    offset: Offset = 0,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Which GPTs and skills do people use that are not ours?"""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"{_PATH}/unmanaged", params={"limit": limit, "offset": offset})
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif not found["data"]:
        typer.echo("None is known.")
    else:
        table = table_of("Kind", "Id", "Seen", "People")
        for one in found["data"]:
            table.add_row(
                one["naming"], on_one_line(one["named"]), f"{one['sightings']:,}", f"{one['people']:,}"
            )
        show_table(table)


def _row(line: Mapping[str, Any]) -> tuple[str, ...]:
    tokens = line["input_tokens"] + line["output_tokens"]
    spread = line["duration_s"] or {}
    return (
        on_one_line(" ".join(line["key"])) or "in all",
        *(f"{line[name]:,}" for name in ("runs", "errors", "recorded")),
        f"{tokens:,}" if tokens else "-",
        _cost(line["cost"]),
        *(f"{float(spread[name]):.1f}s" if spread else "-" for name in ("p50", "p95")),
    )


def _cost(cost: Mapping[str, Any]) -> str:
    """Each basis for itself: they are never added up."""
    said = [f"${float(one['usd']):,.2f} {basis}" for basis, one in cost.items()]
    return ", ".join(said) or "-"
