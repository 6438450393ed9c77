"""`watchgate hub records list|show|verify`: what runs of skills have left, through the REST API."""

import json
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.hub.records.model import RecordType
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/hub/records"
_LIST = """Examples:

  watchgate hub records list --skill incident.postmortem

  watchgate hub records list --marked"""
RecordId = Annotated[str, typer.Argument(metavar="RECORD_ID", help="rec_…")]


def register(hub: typer.Typer) -> None:
    """Add `records` to `hub`."""
    records = typer.Typer(name="records", help="What runs of skills have left behind.", no_args_is_help=True)
    records.command("list", epilog=_LIST)(list_)
    records.command("show")(show)
    records.command("verify")(verify)
    hub.add_typer(records)


def list_(  # noqa: PLR0913 -- one parameter for each option
    skill: Annotated[str | None, typer.Option(help="Only of this skill.", show_default=False)] = None,
    type_: Annotated[
        RecordType | None, typer.Option("--type", help="Only of this type.", show_default=False)
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Only of this conversation.", show_default=False)
    ] = None,
    limit: Annotated[int, typer.Option(min=1, max=200, help="So many, the newest first.")] = 20,
    cursor: Annotated[str | None, typer.Option(help="Where to go on.", show_default=False)] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    marked: Annotated[
        bool, typer.Option("--marked", help="Only with a secret in it, or not scanned.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Which records are there? Without their bodies."""
    asked = {"skill_id": skill, "type": type_.value if type_ else None, "conversation_id": conversation}
    asked |= {"limit": str(limit), "cursor": cursor, "marked": "true" if marked else None}
    with opened(api_url, token_file) as api:
        found = api.ask("GET", _PATH, params={name: value for name, value in asked.items() if value})
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    if not found["data"]:
        typer.echo("There is none. Skills leave them with the key of `watchgate hub keys make`.")
        return
    table = table_of("Record", "Skill", "Type", "Received", "Found")
    for one in found["data"]:
        counts = ", ".join(f"{count} {entity}" for entity, count in one["finding_counts"].items())
        seen = counts or ("nothing" if one["scan"] == "scanned" else "not scanned")
        table.add_row(
            *(one["id"], f"{one['skill_id']} {one['version']}", one["type"]),
            *(one["received_at"][:19], f"{'! ' if one['is_marked'] else ''}{seen}"),
        )
    show_table(table)
    if found["next_cursor"]:
        typer.echo(f"\nThere is more:  --cursor {found['next_cursor']}")


def show(
    record_id: RecordId,
    reason: Annotated[
        str | None,
        typer.Option("--reveal", help="Show its body too; why, which is kept.", show_default=False),
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """One record; with --reveal REASON, its body too, if you were granted to see it."""
    with opened(api_url, token_file) as api:
        if reason is None:
            found = {"record": api.ask("GET", f"{_PATH}/{record_id}")}
        else:
            found = dict(api.ask("POST", f"{_PATH}/{record_id}/reveal", json={"reason": reason}))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
        return
    for name, value in found["record"].items():
        typer.echo(f"{name.replace('_', ' '):<16} {'-' if value is None else on_one_line(str(value))}")
    if "body" in found:
        typer.echo(json.dumps(found["body"], ensure_ascii=True, indent=2))


def verify(api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False) -> None:
    """Compare all records with the ledger: was one changed, removed or put in? Exit code 1 when one was."""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"{_PATH}/verification")
    if as_json:
        typer.echo(json.dumps(found))
    else:
        counts = ", ".join(f"{count:,} {kind}" for kind, count in found["counts"].items() if count)
        typer.echo(counts or "There is no record.")
        for one in found["bad"]:
            typer.echo(f"{one['id']}  {one['holds']}")
    if not found["is_good"]:
        raise typer.Exit(1)
