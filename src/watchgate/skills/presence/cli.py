"""`watchgate skills presence`: where do our skills stand in ChatGPT, and what is there that is not ours? Through the REST API."""

import json
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from watchgate.commands.rest import Answer, Api, ApiUrl, TokenFile, opened
from watchgate.commands.terminal import console, on_one_line, spoken
from watchgate.kernel.errors import UserError
from watchgate.skills.presence.model import State
from watchgate.skills.targets.model import Target
from watchgate.storage.cli_options import AsJson

PATH = "/api/v1/skills/presence"
_EXAMPLES = """Examples:

  watchgate skills presence --look

  watchgate skills presence register incident.postmortem --gpt g-AbCdEf123"""
_ASK_EVERY_S = 0.5
OfWorkspace = Annotated[
    str | None, typer.Option("--workspace", help="Only this one: its id or name.", show_default=False)
]
OfTarget = Annotated[Target | None, typer.Option(help="Only at this target.", show_default=False)]
SkillId = Annotated[str, typer.Argument(metavar="SKILL_ID", help="incident.postmortem, for example.")]
Reason = Annotated[
    str | None, typer.Option(help="Why; it is kept in the ledger that you saw it.", show_default=False)
]


def register(skills: typer.Typer) -> None:
    """Add `presence` to `skills`."""
    presence = typer.Typer(
        name="presence",
        help="Where skills stand in ChatGPT, and whether they are still what was published.",
        invoke_without_command=True,
        epilog=_EXAMPLES,
    )
    presence.callback()(show)
    presence.command("register")(register_gpt)
    presence.command("unregister")(unregister_gpt)
    presence.command("create")(create_gpt)
    presence.command("unmanaged")(unmanaged)
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


def register_gpt(
    skill_id: SkillId,
    gpt: Annotated[str, typer.Option(help="The GPT's id: g-…, as it stands in its address.")],
    workspace: OfWorkspace = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
) -> None:
    """Say which GPT stands for a skill, whatever it is called."""
    with opened(api_url, token_file) as api:
        body = {"workspace_id": _the_workspace(api, workspace), "skill_id": skill_id, "gpt_id": gpt}
        api.send("POST", f"{PATH}/registrations", json=body)
    typer.echo(
        f"{gpt} stands for {skill_id}. `watchgate skills presence --look` says whether it is what it should be."
    )


def unregister_gpt(
    skill_id: SkillId, workspace: OfWorkspace = None, api_url: ApiUrl = None, token_file: TokenFile = None
) -> None:
    """Have the skill's GPT found by its name again."""
    with opened(api_url, token_file) as api:
        api.send("DELETE", f"{PATH}/registrations/{_the_workspace(api, workspace)}/{skill_id}")
    typer.echo(f"The GPT of {skill_id} is found by its name again.")


def create_gpt(
    skill_id: SkillId, workspace: OfWorkspace = None, api_url: ApiUrl = None, token_file: TokenFile = None
) -> None:
    """Assumed: make a skill's GPT where a workspace has an interface for it. OpenAI documents none; `skills export` always works."""
    with opened(api_url, token_file) as api:
        body = {"workspace_id": _the_workspace(api, workspace), "skill_id": skill_id}
        made = api.ask("POST", f"{PATH}/gpts", json=body)
    typer.echo(f"{made['gpt_id']} is there. Left for a person, in the editor:")
    for one in made["by_hand"]:
        typer.echo(f"  {one}")


def unmanaged(
    workspace: OfWorkspace = None,
    target: OfTarget = None,
    reason: Reason = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="With their names; needs --reason.")] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List GPTs and skills that none of ours accounts for."""
    if reveal and not reason:
        raise UserError("--reveal needs --reason: say why; it is kept in the ledger.")
    with opened(api_url, token_file) as api:
        workspace_id = api.workspace_id(workspace) if workspace else None
        found = list(api.all_of(f"{PATH}/unmanaged", workspace_id=workspace_id, target=target))
        called = _called(api, found, reason) if reveal and reason else {}
        names = workspace_names(api)
    if as_json:
        listed = [{**one, "name": called.get(_key(one))} for one in found]
        typer.echo(json.dumps(listed, ensure_ascii=False))
        return
    if not found:
        typer.echo("There is none, or nobody has looked yet (`watchgate skills presence --look`).")
        return
    table = Table("id", "target", "workspace", "shared", "like", "first seen", box=None, pad_edge=False)
    if reveal:
        table.add_column("name")
    for one in found:
        cells = (one["object_id"], one["target"], names.get(one["workspace_id"], one["workspace_id"]))
        more = (one["visibility"] or "-", one["namesake_of"] or "", minute(one["first_seen_at"]))
        table.add_row(*cells, *more, *([on_one_line(called.get(_key(one), ""))] if reveal else []))
    console().print(table)


def workspace_names(api: Api) -> dict[str, str]:
    """Id → name, of those one may see."""
    return {str(one["id"]): str(one["name"]) for one in api.all_of("/api/v1/workspaces")}


def in_words(change: Mapping[str, Any]) -> str:
    """`instructions: changed (+3 -1)`."""
    lines = f" (+{change['added']} -{change['removed']})" if change["added"] or change["removed"] else ""
    return f"{change['part']}: {change['what']}{lines}"


def minute(moment: str) -> str:
    """A time of the API's to the minute, in UTC."""
    return spoken(datetime.fromisoformat(moment).astimezone(UTC))


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
        table = Table("skill", "target", "workspace", "state", "version", "since", box=None, pad_edge=False)
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


def _the_workspace(api: Api, reference: str | None) -> str:
    """The one that is named, or the only one."""
    if reference is not None:
        return api.workspace_id(reference)
    known = list(workspace_names(api))
    if len(known) != 1:
        raise UserError(f"There are {len(known)} workspaces that you may see. Say which one: --workspace.")
    return known[0]


def _key(one: Answer) -> tuple[str, str, str]:
    return (one["workspace_id"], one["target"], one["object_id"])


_NAMES_AT_ONCE = 200


def _called(api: Api, found: Sequence[Answer], reason: str) -> dict[tuple[str, str, str], str]:
    called: dict[tuple[str, str, str], str] = {}
    places = sorted({(one["workspace_id"], one["target"]) for one in found})
    for workspace_id, target in places:
        ids = [
            one["object_id"]
            for one in found
            if (one["workspace_id"], one["target"]) == (workspace_id, target)
        ]
        for first in range(0, len(ids), _NAMES_AT_ONCE):
            asked = {"workspace_id": workspace_id, "target": target, "reason": reason}
            asked["object_ids"] = ids[first : first + _NAMES_AT_ONCE]
            names = api.ask("POST", f"{PATH}/unmanaged/reveal", json=asked)["names"]
            called |= {(workspace_id, target, one): name for one, name in names.items()}
    return called
