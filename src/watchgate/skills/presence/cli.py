"""`watchgate skills presence`: where do our skills stand in ChatGPT, and what is there that is not ours? Through the REST API."""

import json
import time
from collections.abc import Mapping, Sequence
from typing import Annotated

import typer
from rich.console import Console

from watchgate.commands.rest import Answer, Api, ApiUrl, TokenFile, opened
from watchgate.commands.table import table_of
from watchgate.commands.terminal import console, on_one_line
from watchgate.kernel.errors import UserError
from watchgate.skills.presence import cli_gpts, cli_unmanaged
from watchgate.skills.presence.cli_shared import (
    PATH,
    OfTarget,
    OfWorkspace,
    in_words,
    minute,
    workspace_names,
)
from watchgate.skills.presence.model import State
from watchgate.storage.cli_options import AsJson

_EXAMPLES = """Examples:

  watchgate skills presence --look

  watchgate skills presence register incident.postmortem --gpt g-AbCdEf123"""
_ASK_EVERY_S = 0.5


def register(skills: typer.Typer) -> None:
    """Add `presence` to `skills`."""
    presence = typer.Typer(
        name="presence",
        help="Where skills stand in ChatGPT, and whether they are still what was published.",
        invoke_without_command=True,
        epilog=_EXAMPLES,
    )
    presence.callback()(show)
    cli_gpts.register(presence)
    cli_unmanaged.register(presence)
    skills.add_typer(presence)


def show(  # noqa: PLR0913, PLR0917 -- one an option
    context: typer.Context,
    look: Annotated[bool, typer.Option("--look", help="Have a worker look now, and wait for it.")] = False,
    wait: Annotated[int, typer.Option(help="With --look: so many seconds at most.", min=1)] = 300,
    workspace: OfWorkspace = None,
    skill: Annotated[str | None, typer.Option(help="Only this skill.", show_default=False)] = None,
    target: OfTarget = None,
    state: Annotated[State | None, typer.Option(help="Only in this state.", show_default=False)] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Where do our skills stand? A worker looks by itself, each `skills_presence_interval_s` seconds."""
    if context.invoked_subcommand is not None:
        return
    with opened(api_url, token_file) as api:
        workspace_id = api.workspace_id(workspace) if workspace else None
        if look:
            _look(api, workspace_id, wait)
        wanted = {"workspace_id": workspace_id, "skill_id": skill, "target": target, "state": state}
        found = list(api.all_of(PATH, **wanted))
        looks = [one for one in _looks(api) if workspace_id in {None, one["workspace_id"]}]
        names = workspace_names(api)
    if as_json:
        typer.echo(json.dumps({"presence": found, "looks": looks}, ensure_ascii=False))
        return
    _print(found, looks, names)


def _look(api: Api, workspace_id: str | None, wait_s: int) -> None:
    asked = api.ask("POST", f"{PATH}/look", json={"workspace_id": workspace_id})["data"]
    wanted = {(one["workspace_id"], one["target"]) for one in asked}
    until = time.monotonic() + wait_s
    with Console(stderr=True).status("Looking…"):
        while any(one["asked_at"] for one in _looks(api) if (one["workspace_id"], one["target"]) in wanted):
            if time.monotonic() > until:
                raise UserError(
                    f"No worker has finished looking within {wait_s} s. Does one run (`watchgate up` or"
                    " `watchgate worker`)? The look stays asked for; --wait gives it longer."
                )
            time.sleep(_ASK_EVERY_S)


def _looks(api: Api) -> Sequence[Answer]:
    found: Sequence[Answer] = api.ask("GET", f"{PATH}/looks")["data"]
    return found


def _print(found: Sequence[Answer], looks: Sequence[Answer], names: Mapping[str, str]) -> None:
    out = console()
    if found:
        table = table_of("skill", "target", "workspace", "state", "version", "since")
        table.add_column("what is different")
        for one in found:
            cells = (one["skill_id"], one["target"], names.get(one["workspace_id"], one["workspace_id"]))
            state = (str(one["state"]).replace("_", " "), one["version"] or "-", minute(one["since"]))
            table.add_row(*cells, *state, "; ".join(in_words(change) for change in one["changes"]))
        out.print(table)
    else:
        typer.echo("Nothing to show. Publish a skill, then `watchgate skills presence --look`.")
    for one in looks:
        where = f"{one['target']} in {names.get(one['workspace_id'], one['workspace_id'])}"
        if one["problem"]:
            typer.echo(
                f"{where}: not examined. {on_one_line(one['problem'])} What is shown is older.", err=True
            )
        elif one["looked_at"] is None:
            typer.echo(f"{where}: not looked at yet.", err=True)
        elif one["unmanaged"]:
            typer.echo(
                f"{where}: {one['unmanaged']} that are not ours (`watchgate skills presence unmanaged`)."
            )
