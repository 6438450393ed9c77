"""`watchgate holds …`: legal holds, through the REST API, as whoever's token it is."""

from typing import Annotated, Any

import typer

from watchgate.catalog.cli_options import Since, Until, utc
from watchgate.commands.rest import Answer, ApiUrl, TokenFile, opened
from watchgate.commands.table import print_table
from watchgate.commands.terminal import on_one_line
from watchgate.findings.model import AssetKind
from watchgate.kernel.clock import rfc3339
from watchgate.remediation.cli_output import print_json
from watchgate.storage.cli_options import AsJson

_HOLDS = "/api/v1/holds"
_PLACE = """Examples:

  watchgate holds place --workspace Acme --person jane@acme.example --reason "Litigation" --case "Acme v. Globex"

  watchgate holds place --workspace Acme --entity IBAN_CODE --reason "Tax audit" """
_EMPTY = "There is no legal hold. `watchgate holds place --help` says how to place one."
HoldId = Annotated[str, typer.Argument(metavar="HOLD", help="The hold's id (hld_…).")]


def register(app: typer.Typer) -> None:
    """Add `holds` to the command line."""
    holds = typer.Typer(
        no_args_is_help=True, help="Legal holds: what must be kept, whoever asks for its removal."
    )
    holds.command("place", epilog=_PLACE)(place)
    holds.command("list")(list_)
    holds.command("show")(show)
    holds.command("release")(release)
    app.add_typer(holds, name="holds")


def place(  # noqa: PLR0913 -- one parameter for each option
    *,
    workspace: Annotated[str, typer.Option(help="The workspace: its id or name.")],
    reason: Annotated[str, typer.Option(help="Why. Kept sealed.")],
    person: Annotated[
        str | None, typer.Option(help="Everything of this person (id or e-mail).", show_default=False)
    ] = None,
    conversation: Annotated[str | None, typer.Option(help="This conversation.", show_default=False)] = None,
    entity: Annotated[
        str | None, typer.Option(help="What has findings of this entity.", show_default=False)
    ] = None,
    asset_kind: Annotated[
        AssetKind | None, typer.Option("--in", help="Findings in assets of this kind.", show_default=False)
    ] = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Findings at least as sure.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    case: Annotated[str | None, typer.Option(help="The case it is for.", show_default=False)] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Keep everything of a person, a conversation, or whatever findings like these stand in: also what comes."""
    first, last = utc(since), utc(until)
    query: dict[str, Any] = {
        "entity": entity,
        "asset_kind": asset_kind.value if asset_kind else None,
        "min_score": min_score,
        "from": rfc3339(first) if first else None,
        "to": rfc3339(last) if last else None,
    }
    query = {name: value for name, value in query.items() if value is not None}
    body = {
        "reason": reason,
        "case": case,
        "person": person,
        "conversation_id": conversation,
        "query": query or None,
    }
    with opened(api_url, token_file) as api:
        wanted = {name: value for name, value in body.items() if value is not None}
        placed = api.ask("POST", _HOLDS, json={**wanted, "workspace_id": api.workspace_id(workspace)})
    _print(placed, as_json=as_json)


def list_(
    workspace: Annotated[str | None, typer.Option(help="Only of this workspace.", show_default=False)] = None,
    all_: Annotated[bool, typer.Option("--all", help="Those that were released, too.")] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Which holds are in force?"""
    with opened(api_url, token_file) as api:
        workspace_id = api.workspace_id(workspace) if workspace else None
        in_force = None if all_ else "true"
        found = list(api.all_of(_HOLDS, in_force=in_force, workspace_id=workspace_id))
    if as_json:
        print_json(found)
        return
    if not found:
        typer.echo(_EMPTY)
        return
    rows = [
        (one["id"], _on(one), on_one_line(one["reason"] or "(erased)"), one["placed_by_name"], _state(one))
        for one in found
    ]
    print_table(("hold", "on", "reason", "placed by", "state"), rows, folds=("reason",))


def show(
    hold: HoldId, api_url: ApiUrl = None, token_file: TokenFile = None, *, as_json: AsJson = False
) -> None:
    """One hold: on what, why, since when, by whom."""
    with opened(api_url, token_file) as api:
        _print(api.ask("GET", f"{_HOLDS}/{hold}"), as_json=as_json)


def release(
    hold: HoldId,
    reason: Annotated[str, typer.Option(help="Why it is needed no longer. Kept sealed.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    *,
    as_json: AsJson = False,
) -> None:
    """Let go of it. What it kept can be removed again; the hold stays on record."""
    with opened(api_url, token_file) as api:
        _print(api.ask("POST", f"{_HOLDS}/{hold}/release", json={"reason": reason}), as_json=as_json)


def _print(found: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    lines = {
        "hold": found["id"],
        "on": _on(found),
        "reason": on_one_line(found["reason"] or "(erased)"),
        "case": on_one_line(found["case"] or ""),
        "placed": f"{found['placed_at']} by {on_one_line(found['placed_by_name'])}",
        "state": _state(found),
        "released": on_one_line(found["release_reason"] or ""),
    }
    for name, value in lines.items():
        if value:
            typer.echo(f"{name:<9} {value}")


def _on(found: Answer) -> str:
    if found["named"]:
        return f"{found['on']} {on_one_line(found['named'])}"
    said = ", ".join(f"{name} {value}" for name, value in (found["query"] or {}).items())
    return f"{found['on']} {on_one_line(said or '(erased)')}"


def _state(found: Answer) -> str:
    return (
        "in force"
        if found["in_force"]
        else f"released {found['released_at']} by {on_one_line(found['released_by_name'])}"
    )
