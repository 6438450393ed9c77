"""`watchgate skills drift`: in what is a skill, where people use it, not what was published?"""

import json
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from watchgate.commands.rest import Answer, Api, ApiUrl, TokenFile, opened
from watchgate.commands.terminal import plain
from watchgate.kernel.errors import UserError
from watchgate.skills.presence.cli_shared import (
    PATH,
    OfTarget,
    OfWorkspace,
    Reason,
    SkillId,
    in_words,
    minute,
    workspace_names,
)
from watchgate.storage.cli_options import AsJson

_DRIFT = """Examples:

  watchgate skills drift incident.postmortem

  watchgate skills drift incident.postmortem --reveal --reason "Report of 12 May" """


def register(skills: typer.Typer) -> None:
    """Add `drift` to `skills`."""
    skills.command("drift", epilog=_DRIFT)(drift)


def drift(  # noqa: PLR0913 -- one an option
    skill_id: SkillId,
    workspace: OfWorkspace = None,
    target: OfTarget = None,
    reveal: Annotated[
        bool,
        typer.Option(
            "--reveal", help="With a diff of what people wrote; needs --reason and the right to reveal."
        ),
    ] = False,
    reason: Reason = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Say what has changed since it was published, as of the last look. Exit code 1 when something has drifted."""
    if reveal and not reason:
        raise UserError("--reveal needs --reason: say why; it is kept in the ledger.")
    with opened(api_url, token_file) as api:
        workspace_id = api.workspace_id(workspace) if workspace else None
        found = list(api.all_of(PATH, skill_id=skill_id, workspace_id=workspace_id, target=target))
        if not found:
            raise UserError(
                f"{skill_id} has not been looked at. Is it published? `watchgate skills presence --look` looks."
            )
        shown = [_revealed(api, one, reason) if reveal and one["changes"] else one for one in found]
        names = workspace_names(api)
    if as_json:
        typer.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for one in shown:
            _print(one, names)
    if any(one["state"] == "drifted" for one in shown):
        raise typer.Exit(1)


def _revealed(api: Api, one: Answer, reason: str | None) -> Answer:
    path = f"{PATH}/{one['workspace_id']}/{one['skill_id']}/{one['target']}/reveal"
    revealed = api.ask("POST", path, json={"reason": reason})
    return {**revealed["presence"], "changes": revealed["changes"]}


def _print(one: Answer, names: Mapping[str, str]) -> None:
    state = str(one["state"]).replace("_", " ")
    what = f" as {one['object_id']}" if one["object_id"] else ""
    version = f", version {one['version']}" if one["version"] else ""
    where = names.get(one["workspace_id"], one["workspace_id"])
    changed = f", last saved {minute(one['changed_at'])}" if one["changed_at"] else ""
    looked = f", looked at {minute(one['looked_at'])}"
    typer.echo(f"{one['target']} in {where}: {state}{what}{version}{changed}{looked}")
    changes: Sequence[Mapping[str, Any]] = one["changes"]
    for change in changes:
        typer.echo(f"  {in_words(change)}")
        for line in change.get("lines", ()):
            typer.echo(f"    {plain(line)}")
    if one["object_id"]:
        for unseen in one["cannot_be_seen"]:
            typer.echo(f"  cannot be seen: {unseen}")
