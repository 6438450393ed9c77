"""`watchgate remediate …`: plan, request, decide, carry out, prove; through the REST API, as whoever's token it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer

from watchgate.catalog.cli_options import Cursor, Limit, OfWorkspace, Since, Until, utc
from watchgate.findings.model import AssetKind
from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.remediation import cli_output as output
from watchgate.remediation.cli_api import ApiUrl, TokenFile
from watchgate.remediation.cli_objects import from_file, named
from watchgate.remediation.cli_requests import opened
from watchgate.remediation.cli_watching import watch as watch_it
from watchgate.remediation.model import Action, RequestState
from watchgate.storage.cli_options import AsJson

_DEFAULT_LIMIT = 20
_OBJECTS_SHOWN = 200
_PLAN_EXAMPLES = """Examples:

  watchgate remediate plan --workspace Acme --action delete --reason "Card number in a chat" conversation:68770f2e-1b3c-8011-9f3d-5d2a4c6e7f80

  watchgate remediate plan --workspace Acme --action redact --reason "IBANs of September" --entity IBAN --from 2026-09-01 --to 2026-10-01

  watchgate remediate plan --workspace Acme --action isolate --reason "Shared with everybody" gpt:g-AbCdEf123"""
_TOKEN = "Your token stands in WATCHGATE_API_TOKEN or in --token-file: these commands act as you."  # noqa: S105 -- a sentence

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id (rem_…).")]
Comment = Annotated[str | None, typer.Option(help="What to say about it.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add `remediate` to the command line."""
    remediate = typer.Typer(
        no_args_is_help=True,
        help=f"Delete, redact or isolate what was found: planned first, decided by a second person. {_TOKEN}",
    )
    remediate.command("plan", epilog=_PLAN_EXAMPLES)(plan)
    remediate.command("list")(list_)
    for name, command in _COMMANDS.items():
        remediate.command(name)(command)
    app.add_typer(remediate, name="remediate")


def plan(  # noqa: PLR0913 -- one parameter for each option
    objects: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KIND:ID]...", help="The objects: conversation:…, file:…, gpt:…", show_default=False
        ),
    ] = None,
    *,
    workspace: Annotated[str, typer.Option(help="The workspace: its id or name.")],
    action: Annotated[Action, typer.Option(help="What is to be done.")],
    reason: Annotated[str, typer.Option(help="Why. It is kept, sealed, with the request.")],
    owner: Annotated[
        str | None,
        typer.Option(help="Whose the objects are (user-…), if we do not know.", show_default=False),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option(
            help="What the objects belong to: a memory's context, a file's GPT.", show_default=False
        ),
    ] = None,
    objects_file: Annotated[
        Path | None, typer.Option(help="JSON list of objects; - is standard input.", show_default=False)
    ] = None,
    entity: Annotated[
        str | None, typer.Option(help="What findings of this entity stand in.", show_default=False)
    ] = None,
    person: Annotated[
        str | None, typer.Option(help="What findings of this person stand in.", show_default=False)
    ] = None,
    asset_kind: Annotated[
        AssetKind | None,
        typer.Option("--in", help="Only findings in assets of this kind.", show_default=False),
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Only findings of this conversation.", show_default=False)
    ] = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Only findings at least as sure.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    everything_of: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON", help="Everything of this person: a user's id or e-mail.", show_default=False
        ),
    ] = None,
    also_upstream: Annotated[
        bool, typer.Option("--also-upstream", help="When redacting: delete the object at OpenAI as well.")
    ] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Dry-run: what would happen to each object, what goes along, what stays. Changes nothing; kept for a day."""
    query = {
        "entity": entity,
        "person": person,
        "asset_kind": asset_kind,
        "conversation_id": conversation,
        "min_score": min_score,
        "from": _moment(since),
        "to": _moment(until),
    }
    naming = {
        "targets": named(objects or [], owner, parent) + (from_file(objects_file) if objects_file else []),
        "query": {name: value for name, value in query.items() if value is not None},
        "person": everything_of,
    }
    said = {name: value for name, value in naming.items() if value}
    if len(said) != 1:
        raise UserError(
            "Name the objects in one way: KIND:ID …, a query (--entity, --person, --in, …), or --everything-of PERSON."
        )
    with opened(api_url, token_file) as requests:
        body = {
            "workspace_id": requests.api.workspace_id(workspace),
            "action": action,
            "reason": reason,
            **said,
        }
        found = requests.plan({**body, "also_upstream": also_upstream})
        if json_:
            output.print_json({**found, "targets": list(requests.objects(found["id"]))})
            return
        output.print_request(found)
        output.print_plan(found)
        shown = list(islice(requests.objects(found["id"]), _OBJECTS_SHOWN))
    output.print_effects(shown, found["plan"]["objects"])
    output.print_next(found)


def request(
    request_id: RequestId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Ask that your plan be carried out, with exactly its objects."""
    _step(request_id, "request", None, api_url, token_file, json_=json_)


def approve(
    request_id: RequestId,
    comment: Comment = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Say yes to what somebody else asked for."""
    _step(request_id, "approve", {"comment": comment}, api_url, token_file, json_=json_)


def reject(
    request_id: RequestId,
    comment: Annotated[str, typer.Option(help="Why not.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Say no to what somebody else asked for, and why."""
    _step(request_id, "reject", {"comment": comment}, api_url, token_file, json_=json_)


def withdraw(
    request_id: RequestId,
    comment: Comment = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Take your own request back, before it runs."""
    _step(request_id, "withdraw", {"comment": comment}, api_url, token_file, json_=json_)


def emergency(
    request_id: RequestId,
    reason: Annotated[str, typer.Option(help="Why it cannot wait for a second person.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Carry it out at once, alone. Needs a grant; it stays listed until an approver has acknowledged it."""
    _step(request_id, "emergency", {"reason": reason}, api_url, token_file, json_=json_)


def acknowledge(
    request_id: RequestId,
    comment: Comment = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Take note of an emergency that somebody else has carried out."""
    _step(request_id, "acknowledge", {"comment": comment}, api_url, token_file, json_=json_)


def comment(
    request_id: RequestId,
    text: Annotated[str, typer.Argument(help="What to say.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Say something about a request."""
    with opened(api_url, token_file) as requests:
        made = requests.step(request_id, "comments", {"text": text})
    if json_:
        output.print_json(made)
    else:
        typer.echo("It stands with the request.")


def list_(  # noqa: PLR0913 -- one parameter for each option
    *,
    workspace: OfWorkspace = None,
    state: Annotated[
        RequestState | None, typer.Option(help="Only in this state.", show_default=False)
    ] = None,
    action: Annotated[Action | None, typer.Option(help="Only of this action.", show_default=False)] = None,
    unacknowledged: Annotated[
        bool, typer.Option("--unacknowledged", help="Only emergencies that wait to be acknowledged.")
    ] = False,
    limit: Limit = _DEFAULT_LIMIT,
    cursor: Cursor = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """List plans and requests, the newest first."""
    with opened(api_url, token_file) as requests:
        wanted = {
            "workspace_id": requests.api.workspace_id(workspace) if workspace else None,
            "state": state,
            "action": action,
            "unacknowledged": True if unacknowledged else None,
        }
        page = requests.page(limit, cursor, **wanted)
    if json_:
        output.print_json(page)
    else:
        output.print_requests(page)


def show(
    request_id: RequestId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Show one request: its plan, what people said, and what goes and stays."""
    with opened(api_url, token_file) as requests:
        found = requests.get(request_id)
        comments = list(requests.comments(request_id))
        objects = list(
            requests.objects(request_id) if json_ else islice(requests.objects(request_id), _OBJECTS_SHOWN)
        )
    if json_:
        output.print_json({**found, "comments": comments, "targets": objects})
        return
    output.print_request(found, comments)
    output.print_plan(found)
    output.print_effects(objects, found["plan"]["objects"])
    output.print_next(found)


def run(
    request_id: RequestId,
    watch: Annotated[bool, typer.Option("--watch", help="Show how far it is until it is done.")] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Carry out what was approved."""
    with opened(api_url, token_file) as requests:
        found = requests.step(request_id, "run")
        if watch:
            found = watch_it(requests, request_id)
    _print(found, json_=json_)


def pause(
    request_id: RequestId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Stop after the object that is under way; `resume` goes on."""
    _step(request_id, "pause", None, api_url, token_file, json_=json_)


def resume(
    request_id: RequestId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Go on with what was paused."""
    _step(request_id, "resume", None, api_url, token_file, json_=json_)


def cancel(
    request_id: RequestId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Stop for good after the object that is under way. What is deleted already cannot be brought back."""
    _step(request_id, "cancel", None, api_url, token_file, json_=json_)


def status(
    request_id: RequestId,
    watch: Annotated[bool, typer.Option("--watch", help="Show how far it is until it is done.")] = False,
    until_verified: Annotated[
        bool, typer.Option("--until-verified", help="With --watch: until it is verified as well.")
    ] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Show how far a request is, object by object. Exit code 1 when an object failed."""
    with opened(api_url, token_file) as requests:
        found = (
            watch_it(requests, request_id, until_verified=until_verified)
            if watch
            else requests.get(request_id)
        )
        objects = list(
            requests.objects(request_id) if json_ else islice(requests.objects(request_id), _OBJECTS_SHOWN)
        )
    if json_:
        output.print_json({**found, "targets": objects})
    else:
        output.print_request(found)
        output.print_objects(objects)
        output.print_next(found)
    if found["objects"].get("failed"):
        raise typer.Exit(1)


def receipt(
    request_id: RequestId,
    number: Annotated[
        int | None, typer.Argument(help="Of this object alone: its number in `status`.", show_default=False)
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="json, html or pdf.")] = "json",
    to: Annotated[
        Path | None,
        typer.Option("--output", help="File to write; without it JSON is printed.", show_default=False),
    ] = None,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
) -> None:
    """Get the receipts of a request, or of one object: who, why, what, when, OpenAI's answer, the ledger's proof."""
    if format_ not in {"json", "html", "pdf"}:
        raise UserError("--format is json, html or pdf.")
    if format_ == "pdf" and to is None:
        raise UserError("A PDF is not for the terminal. Give a file: --output receipt.pdf")
    with opened(api_url, token_file) as requests:
        found = requests.receipt(request_id, number, format_)
    if to is None:
        typer.echo(found.decode())
        return
    try:
        to.write_bytes(found)
    except OSError as error:
        raise UserError(f"{to} cannot be written: {error.strerror}. Choose another --output.") from None
    typer.echo(f"Written to {to}.", err=True)


def _step(
    request_id: str,
    step: str,
    body: Mapping[str, Any] | None,
    api_url: str | None,
    token_file: Path | None,
    *,
    json_: bool,
) -> None:
    said = body and {name: value for name, value in body.items() if value is not None}
    with opened(api_url, token_file) as requests:
        found = requests.step(request_id, step, said)
    _print(found, json_=json_)


def _print(found: Mapping[str, Any], *, json_: bool) -> None:
    if json_:
        output.print_json(found)
    else:
        output.print_request(found)
        output.print_next(found)


def _moment(given: datetime | None) -> str | None:
    moment = utc(given)
    return rfc3339(moment) if moment else None


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "show": show,
    "request": request,
    "approve": approve,
    "reject": reject,
    "withdraw": withdraw,
    "comment": comment,
    "emergency": emergency,
    "acknowledge": acknowledge,
    "run": run,
    "pause": pause,
    "resume": resume,
    "cancel": cancel,
    "status": status,
    "receipt": receipt,
}
