"""`watchgate skills groups|entitle|effective|who`: who is entitled to what, through the REST API."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.kernel.errors import UserError
from watchgate.skills.entitlements.model import Exceptional
from watchgate.storage.cli_options import AsJson

_ROOT = "/api/v1/entitlements"
_GROUPS = """Examples:

  watchgate skills groups read --workspace Office

  watchgate skills groups map engineer --workspace Office --group 0f0f"""
_ENTITLE = """Example:

  watchgate skills entitle incident.postmortem user-Qm3x --workspace Office --reason "on call this week" --until 2026-12-01"""
Workspace = Annotated[str, typer.Option(help="Its id or name.")]
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
UserId = Annotated[str, typer.Argument(metavar="USER_ID", help="OpenAI's id of the person: user-…")]


def register(skills: typer.Typer) -> None:
    """Add them to `skills`."""
    groups = typer.Typer(
        name="groups", help="Groups of the directory, and what they are for skills.", no_args_is_help=True
    )
    groups.command("read", epilog=_GROUPS)(read)
    groups.command("import")(import_)
    groups.command("list")(list_)
    groups.command("map", epilog=_GROUPS)(map_)
    skills.add_typer(groups)
    skills.command("entitle", epilog=_ENTITLE)(entitle)
    skills.command("effective")(effective)
    skills.command("who")(who)


def read(
    workspace: Workspace, api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False
) -> None:
    """Read all groups and their people from OpenAI, in place of those read before."""
    with opened(api_url, token_file) as api:
        done = api.ask("POST", f"{_ROOT}/{api.workspace_id(workspace)}/groups/read")
    typer.echo(json.dumps(done) if as_json else f"{done['groups']:,} groups.")


def import_(
    file: Annotated[Path, typer.Argument(help="CSV with the columns `group` and `user`.")],
    workspace: Workspace,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what it would be; change nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Groups from a file, in place of those imported before: where OpenAI cannot be asked."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(f"{file} cannot be read: {error.strerror}. Check the name.") from None
    with opened(api_url, token_file) as api:
        path = f"{_ROOT}/{api.workspace_id(workspace)}/groups/import"
        params = {"dry_run": "true"} if dry_run else {}
        done = api.ask("POST", path, content=raw, headers={"Content-Type": "text/csv"}, params=params)
    if as_json:
        typer.echo(json.dumps(done))
        return
    unknown = f" {done['unknown']:,} addresses are nobody's in the workspace." if done["unknown"] else ""
    typer.echo(f"{done['groups']:,} groups, {done['people']:,} people.{unknown}")
    if dry_run:
        typer.echo("Nothing was changed.")


def list_(
    workspace: Workspace, api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False
) -> None:
    """Which groups are there, and which archetypes are they?"""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"{_ROOT}/{api.workspace_id(workspace)}/groups")["data"]
    _show_groups(found, as_json=as_json)


def map_(
    archetype: Annotated[str, typer.Argument(help="As skills name it: engineer.")],
    workspace: Workspace,
    group: Annotated[
        list[str] | None, typer.Option(help="A group's id; repeat it. None: no group is.")
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say which groups, and no others, are an archetype."""
    with opened(api_url, token_file) as api:
        path = f"{_ROOT}/{api.workspace_id(workspace)}/archetypes/{archetype}"
        found = api.ask("PUT", path, json={"groups": group or []})["data"]
    _show_groups(found, as_json=as_json)


def entitle(  # noqa: PLR0913 -- one parameter for each option
    skill_id: SkillId,
    user_id: UserId,
    workspace: Workspace,
    reason: Annotated[str | None, typer.Option(help="Why; it is kept.", show_default=False)] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Until this day (UTC).", show_default=False)
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    block: Annotated[bool, typer.Option("--block", help="Block it instead.")] = False,
    take_back: Annotated[bool, typer.Option("--take-back", help="Neither: groups decide again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Grant a skill to one person, or block it, whatever groups say."""
    with opened(api_url, token_file) as api:
        path = f"{_ROOT}/{api.workspace_id(workspace)}/people/{user_id}/skills/{skill_id}"
        if take_back:
            done = api.ask("DELETE", path)
            typer.echo(
                json.dumps(done)
                if as_json
                else "Groups decide."
                if done["was_there"]
                else "Nothing was said."
            )
            return
        if reason is None:
            raise UserError("Say why: --reason.")
        kind = Exceptional.BLOCK if block else Exceptional.GRANT
        said = {"kind": kind.value, "reason": reason}
        said |= {"until": until.replace(tzinfo=UTC).isoformat()} if until else {}
        done = api.ask("PUT", path, json=said)
    _show_effective(done["data"], as_json=as_json)


def effective(
    user_id: UserId,
    workspace: Workspace,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Which skills is somebody entitled to, and why?"""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"{_ROOT}/{api.workspace_id(workspace)}/people/{user_id}/skills")["data"]
    _show_effective(found, as_json=as_json)


def who(
    skill_id: SkillId,
    workspace: Workspace,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Who is entitled to a skill, or blocked, and why? The first two hundred."""
    with opened(api_url, token_file) as api:
        path = f"{_ROOT}/{api.workspace_id(workspace)}/skills/{skill_id}/people"
        found = api.ask("GET", path, params={"limit": "200"})
    if as_json:
        typer.echo(json.dumps(found))
    elif found["is_open"]:
        typer.echo("Nothing is said of it here: everybody in the workspace is entitled.")
    else:
        table = table_of("Person", "Entitled", "Because")
        for one in found["data"]:
            table.add_row(on_one_line(one["user_id"]), _yes(one), _why(one))
        show_table(table)
        if found["total"] > len(found["data"]):
            typer.echo(f"and {found['total'] - len(found['data']):,} more")


def _show_groups(found: list[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif not found:
        typer.echo("None is known. `watchgate skills groups read` asks OpenAI for them.")
    else:
        table = table_of("Group", "Name", "From", "People", "Archetypes")
        for one in found:
            table.add_row(
                *(one["group_id"], on_one_line(one["name"]), one["source"], f"{one['members']:,}"),
                ", ".join(one["archetypes"]) or "-",
            )
        show_table(table)


def _show_effective(found: list[Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif not found:
        typer.echo("No skill is in use.")
    else:
        table = table_of("Skill", "Entitled", "Because")
        for one in found:
            table.add_row(one["skill_id"], _yes(one), _why(one))
        show_table(table)


def _yes(one: Mapping[str, Any]) -> str:
    return "yes" if one["is_entitled"] else "no"


def _why(one: Mapping[str, Any]) -> str:
    until = f" until {one['until'][:10]}" if one["until"] else ""
    said = {
        "blocked": f"blocked{until}",
        "granted": f"granted{until}",
        "archetype": f"in {', '.join(on_one_line(name) for name in one['groups'])}",
        "open": "it is made for everybody",
        "none": "no group of theirs is one of its archetypes",
    }
    return said[one["because"]]
