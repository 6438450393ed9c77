"""`watchgate hub keys`: the keys with which skills leave their records, through the REST API."""

import json
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/hub/keys"
_MAKE = """Example:

  watchgate hub keys make incident.postmortem --workspace Office"""
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
KeyId = Annotated[str, typer.Argument(metavar="KEY_ID", help="The id (sk_…), not the key itself.")]


def register(hub: typer.Typer) -> None:
    """Add `keys` to `hub`."""
    keys = typer.Typer(name="keys", help="Keys with which skills leave their records.", no_args_is_help=True)
    keys.command("make", epilog=_MAKE)(make)
    keys.command("list")(list_)
    keys.command("revoke")(revoke)
    hub.add_typer(keys)


def make(
    skill_id: SkillId,
    workspace: Annotated[
        str | None, typer.Option(help="Id or name of the workspace that its records belong to.")
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Make a key for a skill that is in use. It is shown this once: put it into the Action's authentication."""
    with opened(api_url, token_file) as api:
        whose = {"workspace_id": api.workspace_id(workspace)} if workspace else {}
        made = api.ask("POST", _PATH, json={"skill_id": skill_id, **whose})
    if as_json:
        typer.echo(json.dumps(made))
    else:
        typer.echo(made["key"])
        typer.echo(f"Key {made['id']} of {skill_id}. It is not shown again.", err=True)


def list_(
    skill_id: Annotated[str | None, typer.Argument(metavar="[SKILL_ID]", help="Only of this skill.")] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Which keys are there?"""
    with opened(api_url, token_file) as api:
        found = list(api.all_of(_PATH, skill_id=skill_id))
    if as_json:
        typer.echo(json.dumps(found))
        return
    if not found:
        typer.echo("There is none. `watchgate hub keys make` makes one.")
        return
    table = table_of("Key", "Skill", "Workspace", "Made", "Revoked")
    for one in found:
        table.add_row(
            *(one["id"], one["skill_id"], one["workspace_id"] or "-"),
            *(str(one[when] or "-")[:16] for when in ("created_at", "revoked_at")),
        )
    show_table(table)


def revoke(
    key_id: KeyId, api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False
) -> None:
    """End a key at once. Doing so twice changes nothing."""
    with opened(api_url, token_file) as api:
        ended = api.ask("POST", f"{_PATH}/{key_id}/revoke")
    typer.echo(json.dumps(ended) if as_json else f"{key_id} is revoked.")
