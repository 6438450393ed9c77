"""`watchgate remediate plan`: what would happen, before anybody asks for it?"""

from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from watchgate.catalog.cli_options import Since, Until, utc
from watchgate.commands.rest import ApiUrl, TokenFile
from watchgate.findings.model import AssetKind
from watchgate.kernel.clock import rfc3339
from watchgate.kernel.errors import UserError
from watchgate.remediation import cli_output as output
from watchgate.remediation.cli_objects import from_file, named
from watchgate.remediation.cli_requests import opened
from watchgate.remediation.model import Action
from watchgate.storage.cli_options import AsJson

_OBJECTS_SHOWN = 200
EXAMPLES = """Examples:

  watchgate remediate plan --workspace Acme --action delete --reason "Card number in a chat" conversation:68770f2e-1b3c-8011-9f3d-5d2a4c6e7f80

  watchgate remediate plan --workspace Acme --action redact --reason "IBANs of September" --entity IBAN --from 2026-09-01 --to 2026-10-01

  watchgate remediate plan --workspace Acme --action isolate --reason "Shared with everybody" gpt:g-AbCdEf123"""


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


def _moment(given: datetime | None) -> str | None:
    moment = utc(given)
    return rfc3339(moment) if moment else None
