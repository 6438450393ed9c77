"""`watchgate remediate …`: plan, request, decide, carry out, prove; through the REST API, as whoever's token it is."""

from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from watchgate.catalog.cli_options import Cursor, Limit, OfWorkspace
from watchgate.commands.rest import ApiUrl, TokenFile
from watchgate.kernel.errors import UserError
from watchgate.remediation import cli_output as output
from watchgate.remediation import cli_steps as steps
from watchgate.remediation.cli_plan import EXAMPLES, plan
from watchgate.remediation.cli_requests import opened
from watchgate.remediation.cli_steps import RequestId
from watchgate.remediation.cli_watching import watch as watch_it
from watchgate.remediation.model import Action, RequestState
from watchgate.remediation.rules import cli as rules_cli
from watchgate.storage.cli_options import AsJson

_DEFAULT_LIMIT = 20
_OBJECTS_SHOWN = 200
_TOKEN = "Your token stands in WATCHGATE_API_TOKEN or in --token-file: these commands act as you."  # noqa: S105 -- a sentence


def register(app: typer.Typer) -> None:
    """Add `remediate` to the command line."""
    remediate = typer.Typer(
        no_args_is_help=True,
        help=f"Delete, redact or isolate what was found: planned first, decided by a second person. {_TOKEN}",
    )
    remediate.command("plan", epilog=EXAMPLES)(plan)
    remediate.command("list")(list_)
    for name, command in _COMMANDS.items():
        remediate.command(name)(command)
    rules_cli.register(remediate)
    app.add_typer(remediate, name="remediate")


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


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "show": show,
    "request": steps.request,
    "approve": steps.approve,
    "reject": steps.reject,
    "withdraw": steps.withdraw,
    "comment": steps.comment,
    "emergency": steps.emergency,
    "acknowledge": steps.acknowledge,
    "run": steps.run,
    "pause": steps.pause,
    "resume": steps.resume,
    "cancel": steps.cancel,
    "status": status,
    "receipt": receipt,
}
