"""`watchgate remediate request|approve|…`: the steps of a request, one command each."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from watchgate.commands.rest import ApiUrl, TokenFile
from watchgate.remediation import cli_output as output
from watchgate.remediation.cli_requests import opened
from watchgate.remediation.cli_watching import watch as watch_it
from watchgate.storage.cli_options import AsJson

RequestId = Annotated[str, typer.Argument(metavar="REQUEST", help="The request's id (rem_…).")]
Comment = Annotated[str | None, typer.Option(help="What to say about it.", show_default=False)]


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
