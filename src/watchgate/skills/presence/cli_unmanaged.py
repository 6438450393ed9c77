"""`watchgate skills presence unmanaged`: what is there that is not ours?"""

import json
from collections.abc import Sequence
from typing import Annotated

import typer

from watchgate.commands.rest import Answer, Api, ApiUrl, TokenFile, opened
from watchgate.commands.table import show_table, table_of
from watchgate.commands.terminal import on_one_line
from watchgate.kernel.errors import UserError
from watchgate.skills.presence.cli_shared import (
    PATH,
    OfTarget,
    OfWorkspace,
    Reason,
    minute,
    workspace_names,
)
from watchgate.storage.cli_options import AsJson

_NAMES_AT_ONCE = 200


def register(presence: typer.Typer) -> None:
    """Add it to `presence`."""
    presence.command("unmanaged")(unmanaged)


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
    table = table_of("id", "target", "workspace", "shared", "like", "first seen")
    if reveal:
        table.add_column("name")
    for one in found:
        cells = (one["object_id"], one["target"], names.get(one["workspace_id"], one["workspace_id"]))
        more = (one["visibility"] or "-", one["namesake_of"] or "", minute(one["first_seen_at"]))
        table.add_row(*cells, *more, *([on_one_line(called.get(_key(one), ""))] if reveal else []))
    show_table(table)


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


def _key(one: Answer) -> tuple[str, str, str]:
    return (one["workspace_id"], one["target"], one["object_id"])
