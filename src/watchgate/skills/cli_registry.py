"""`watchgate skills add|list|show|submit|approve|…`: the registry, through the REST API, as whoever's token it is."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from watchgate.commands.rest import ApiUrl, TokenFile, opened
from watchgate.commands.table import table_of
from watchgate.commands.terminal import on_one_line
from watchgate.skills.archive import zip_of
from watchgate.skills.opening import skill_at
from watchgate.skills.registry.model import State
from watchgate.storage.cli_options import AsJson

_PATH = "/api/v1/skills"
_ADD = """Example:

  watchgate skills add incident-postmortem

  watchgate skills submit incident.postmortem 1.2.0"""
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
VersionName = Annotated[str, typer.Argument(metavar="VERSION", help="1.2.0, for example.")]
Note = Annotated[str | None, typer.Option(help="A remark that is kept with it.", show_default=False)]
_STEPS = {
    "submit": "Ask that somebody else reviews a version.",
    "approve": "Say yes to a version in which you have no hand.",
    "send-back": "Say no to a version, for now.",
    "publish": "Make a version the one in use. An older one again is a roll-back.",
    "deprecate": "Nobody should begin with this version any more.",
    "withdraw": "This version is not to be used any more.",
}


def register(skills: typer.Typer) -> None:
    """Add them to `skills`."""
    skills.command("add", epilog=_ADD)(add)
    skills.command("list")(list_)
    skills.command("show")(show)
    for name, sentence in _STEPS.items():
        skills.command(name, help=sentence)(_step(name))


def add(
    source: Annotated[Path, typer.Argument(metavar="SKILL", help="A skill's folder, or a ZIP of it.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Add a version to the registry, as a draft. The same one again changes nothing."""
    archive = zip_of(skill_at(source).files)
    with opened(api_url, token_file) as api:
        added = api.ask("POST", _PATH, content=archive, headers={"Content-Type": "application/zip"})
    if as_json:
        typer.echo(json.dumps(added, ensure_ascii=False))
        return
    for one in added["warnings"]:
        typer.echo(f"{one['file']}: warning: {one['message']} {one['suggestion']}")
    _say(added["version"])


def list_(
    skill_id: Annotated[str | None, typer.Argument(metavar="[SKILL_ID]", help="Only of this skill.")] = None,
    state: Annotated[State | None, typer.Option(help="Only in this state.", show_default=False)] = None,
    current: Annotated[bool, typer.Option("--current", help="Only versions in use.")] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Which versions are there?"""
    wanted = {
        "skill_id": skill_id,
        "state": state.value if state else None,
        "current": "true" if current else None,
    }
    with opened(api_url, token_file) as api:
        found = list(api.all_of(_PATH, **wanted))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    elif not found:
        typer.echo("There is none. `watchgate skills add` adds one.")
    else:
        _show(found)


def show(
    skill_id: SkillId,
    version: VersionName,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """One version: its state, who vouches for it, who has reviewed it."""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", _at(skill_id, version))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for name, value in found.items():
            typer.echo(f"{name.replace('_', ' '):<17} {'-' if value is None else on_one_line(str(value))}")


def _step(name: str) -> Callable[..., None]:
    def take(
        skill_id: SkillId,
        version: VersionName,
        note: Note = None,
        api_url: ApiUrl = None,
        token_file: TokenFile = None,
        *,
        as_json: AsJson = False,
    ) -> None:
        with opened(api_url, token_file) as api:
            found = api.ask("POST", f"{_at(skill_id, version)}/{name}", json={"note": note})
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
        else:
            _say(found)

    return take


def _at(skill_id: str, version: str) -> str:
    return f"{_PATH}/{skill_id}/versions/{version}"


def _say(found: Mapping[str, Any]) -> None:
    use = ", in use" if found["is_current"] else ""
    typer.echo(
        f"{found['skill_id']} {found['version']} is {found['state'].replace('_', ' ')}{use}: {found['digest']}"
    )


def _show(found: list[Mapping[str, Any]]) -> None:
    table = table_of("skill", "version", "state", "in use", "signed by", "title")
    for one in found:
        state = str(one["state"]).replace("_", " ")
        cells = (
            one["skill_id"],
            one["version"],
            state,
            "yes" if one["is_current"] else "",
            one["signer"] or "-",
        )
        table.add_row(*cells, on_one_line(one["title"]))
    Console(highlight=False).print(table)
