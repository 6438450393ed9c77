"""`watchgate skills push|pushed|take-back|platform-key`: to OpenAI's `/v1/skills`, through the REST API."""

import json
from typing import Annotated

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.settings import secret_from_environment
from watchgate.skills.pushing.model import DEFAULT_PROJECT
from watchgate.storage.cli_options import AsJson

_PUSH = """Examples:

  OPENAI_API_KEY=sk-… watchgate skills platform-key set

  watchgate skills push incident.postmortem --dry-run"""
_DID = {
    "created": "is a new skill there",
    "added": "is a new version there",
    "adopted": "was there already, and is noted now",
    "made_default": "was there, and is the version that others get now",
    "nothing": "is there already; nothing was done",
}
_WOULD = {
    "created": "would be a new skill there",
    "added": "would be a new version there",
    "adopted": "is there already, and would be noted",
    "made_default": "is there, and would be the version that others get",
    "nothing": "is there already; nothing would be done",
}
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
Project = Annotated[str, typer.Option(help="What we call the project of the API platform.")]


def register(skills: typer.Typer) -> None:
    """Add them to `skills`."""
    skills.command("push", epilog=_PUSH)(push)
    skills.command("pushed")(pushed)
    skills.command("take-back")(take_back)
    keys = typer.Typer(
        name="platform-key", help="The key with which skills are pushed.", no_args_is_help=True
    )
    keys.command("set")(set_key)
    keys.command("list")(list_keys)
    skills.add_typer(keys)


def push(
    skill_id: SkillId,
    version: Annotated[
        str | None, typer.Option(help="A published version; else the one in use.", show_default=False)
    ] = None,
    project: Project = DEFAULT_PROJECT,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Have a published version at OpenAI's `/v1/skills`, as the one that others get. The same again changes nothing."""
    asked = {"project": project} | ({"version": version} if version else {})
    with opened(api_url, token_file) as api:
        if dry_run:
            done = api.ask("GET", f"/api/v1/skills/{skill_id}/push", params=asked)
        else:
            done = api.ask("POST", f"/api/v1/skills/{skill_id}/push", json=asked)
    if as_json:
        typer.echo(json.dumps(done))
    elif dry_run:
        typer.echo(f"{skill_id} {done['version']} {_WOULD[done['did']]}.")
    else:
        one = done["pushed"]
        typer.echo(
            f"{skill_id} {one['version']} {_DID[done['did']]}: {one['remote_id']}, version {one['remote_version']}."
        )


def pushed(
    skill_id: SkillId, api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False
) -> None:
    """What of a skill stands at `/v1/skills`, as far as we have sent it?"""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"/api/v1/skills/{skill_id}/pushed")["data"]
    if as_json:
        typer.echo(json.dumps(found))
    elif not found:
        typer.echo(f"Nothing. `watchgate skills push {skill_id}` sends the version in use.")
    else:
        table = table_of("Project", "Version", "There", "As version", "Default", "Sent")
        for one in found:
            table.add_row(
                *(one["project"], one["version"], one["remote_id"], one["remote_version"]),
                *("yes" if one["is_default"] else "", one["pushed_at"][:16]),
            )
        show_table(table)


def take_back(
    skill_id: SkillId,
    project: Project = DEFAULT_PROJECT,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Delete a skill at `/v1/skills`, with all its versions: whoever uses it there cannot any more."""
    if not yes:
        typer.confirm(f"Delete {skill_id} with all its versions in the project {project}?", abort=True)
    with opened(api_url, token_file) as api:
        done = api.ask("POST", f"/api/v1/skills/{skill_id}/take-back", json={"project": project})
    count = done["versions"]
    typer.echo(json.dumps(done) if as_json else f"{skill_id} is gone: {count} version{'s' * (count != 1)}.")


def set_key(
    project: Project = DEFAULT_PROJECT,
    key_env: Annotated[str, typer.Option(help="The environment variable with the key.")] = "OPENAI_API_KEY",
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Give the key of a project, in place of the one before. It is sealed, and never shown again."""
    key = secret_from_environment(key_env, said_in="--key-env")
    with opened(api_url, token_file) as api:
        done = api.ask("PUT", f"/api/v1/platform-keys/{project}", json={"key": key})
    typer.echo(json.dumps(done) if as_json else f"The key …{done['last_four']} is kept for {project}.")


def list_keys(api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False) -> None:
    """Which projects have a key?"""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", "/api/v1/platform-keys")["data"]
    if as_json:
        typer.echo(json.dumps(found))
    elif not found:
        typer.echo("None. `watchgate skills platform-key set` gives one.")
    for one in [] if as_json else found:
        typer.echo(f"{one['project']}  …{one['last_four']}  since {one['changed_at'][:16]}")
