"""`watchgate hub governance`: runs that have not left what they must, through the REST API."""

import json
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/hub/governance"


def register(hub: typer.Typer) -> None:
    """Add `governance` to `hub`."""
    hub.command("governance")(governance)


def governance(
    skill: Annotated[str | None, typer.Option(help="Only of this skill.", show_default=False)] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Those that are closed, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Which runs have not left the record that their skill must leave?"""
    with opened(api_url, token_file) as api:
        found = list(api.all_of(_PATH, skill_id=skill, open=None if everything else "true"))
    if as_json:
        typer.echo(json.dumps(found))
    elif not found:
        typer.echo("None. Each run that is known has left its record, or may still do so.")
    else:
        table = table_of("Event", "Skill", "Conversation", "Run", "Closed")
        for one in found:
            table.add_row(
                *(one["kind"], f"{one['skill_id']} {one['version']}"),
                on_one_line(one["conversation_id"] or "-"),
                *(str(one[when] or "-")[:16] for when in ("run_at", "closed_at")),
            )
        show_table(table)
