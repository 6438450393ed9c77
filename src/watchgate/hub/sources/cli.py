"""`watchgate hub sources`: is the platform's audit log read? Through the REST API."""

import json
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/hub/usage/sources"
_EXAMPLE = """Example:

  watchgate hub sources --json"""
Limit = Annotated[int, typer.Option(min=1, max=200, help="Workspaces on a page.")]
After = Annotated[str | None, typer.Option(help="Only those after this name.", show_default=False)]


def register(hub: typer.Typer) -> None:
    """Add it to `hub`."""
    hub.command("sources", epilog=_EXAMPLE)(sources)


def sources(
    limit: Limit = 50,
    after: After = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Is the platform's audit log read for the use of GPTs, in each workspace? What is not read is not zero use."""
    asked: dict[str, str | int] = {"limit": limit} | ({"after": after} if after else {})
    with opened(api_url, token_file) as api:
        found = api.ask("GET", _PATH, params=asked)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    if not found["data"]:
        typer.echo("No workspace is enrolled. `watchgate workspaces enroll` enrols one.")
        return
    table = table_of("Workspace", "Source", "State", "Read", "Problem")
    for one in found["data"]:
        since = f" (since {one['since']})" if one["since"] else ""
        problem = on_one_line(one["problem"] or "-") + since
        table.add_row(
            on_one_line(one["workspace"]), one["source"], one["state"], one["read_at"] or "-", problem
        )
    show_table(table)
    if found["next_after"] is not None:
        typer.echo(f"\nThere is more:  --after {on_one_line(found['next_after'])!r}")
