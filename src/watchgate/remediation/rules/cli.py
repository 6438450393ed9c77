"""`watchgate remediate rules …`: standing rules, through the REST API, as whoever's token it is."""

from pathlib import Path
from typing import Annotated, Any

import typer

from watchgate.catalog.cli_options import Since, Until, utc
from watchgate.commands.rest import Answer, ApiUrl, TokenFile, opened
from watchgate.commands.table import print_table
from watchgate.commands.terminal import on_one_line, plain
from watchgate.findings.model import AssetKind
from watchgate.kernel.clock import rfc3339
from watchgate.remediation.cli_output import print_json
from watchgate.remediation.model import Action
from watchgate.remediation.notices.model import Channel
from watchgate.storage.cli_options import AsJson

_RULES = "/api/v1/remediation/rules"
_EXAMPLE = """Example:

  watchgate remediate rules create --workspace Acme --name "Cards" --entity CREDIT_CARD --action delete --reason "No card numbers in chats" --grace-hours 72 --notice mail"""
_EMPTY = "There is no rule yet. Make one:  watchgate remediate rules create --help"

RuleId = Annotated[str, typer.Argument(metavar="RULE", help="The rule's id (rul_…).")]


def register(remediate: typer.Typer) -> None:
    """Add `rules` to `remediate`."""
    rules = typer.Typer(
        no_args_is_help=True,
        help="Standing rules: they open requests for what is found from now on; a second person decides.",
    )
    rules.command("create", epilog=_EXAMPLE)(create)
    for command in (show, approve, revoke, on, off, remove):
        rules.command(command.__name__)(command)
    rules.command("list")(list_)
    remediate.add_typer(rules, name="rules")


def create(  # noqa: PLR0913 -- one parameter for each option
    *,
    workspace: Annotated[str, typer.Option(help="The workspace: its id or name.")],
    name: Annotated[str, typer.Option(help="What the rule is called.")],
    action: Annotated[Action, typer.Option(help="delete or redact.")],
    reason: Annotated[str, typer.Option(help="The reason of each request it opens. Kept sealed.")],
    entity: Annotated[str | None, typer.Option(help="Findings of this entity.", show_default=False)] = None,
    person: Annotated[str | None, typer.Option(help="Findings of this person.", show_default=False)] = None,
    asset_kind: Annotated[
        AssetKind | None, typer.Option("--in", help="Findings in assets of this kind.", show_default=False)
    ] = None,
    conversation: Annotated[
        str | None, typer.Option(help="Findings of this conversation.", show_default=False)
    ] = None,
    min_score: Annotated[
        float | None, typer.Option(min=0, max=1, help="Findings at least as sure.", show_default=False)
    ] = None,
    since: Since = None,
    until: Until = None,
    also_upstream: Annotated[
        bool, typer.Option("--also-upstream", help="When redacting: delete the object at OpenAI as well.")
    ] = False,
    grace_hours: Annotated[int, typer.Option(min=0, max=2160, help="Nothing runs before.")] = 72,
    notice: Annotated[
        Channel | None, typer.Option(help="How owners are told.", show_default="not at all")
    ] = None,
    most_per_hour: Annotated[int, typer.Option(min=1, max=1000, help="Objects, at most.")] = 20,
    is_off: Annotated[bool, typer.Option("--off", help="Do not switch it on yet.")] = False,
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Make a rule. What it opens is decided each time, until somebody else approves the rule itself."""
    since, until = utc(since), utc(until)
    query = {
        "entity": entity,
        "person": person,
        "asset_kind": asset_kind,
        "conversation_id": conversation,
        "min_score": min_score,
        "from": rfc3339(since) if since else None,
        "to": rfc3339(until) if until else None,
    }
    body = {
        "name": name,
        "query": {key: value for key, value in query.items() if value is not None},
        "action": action,
        "reason": reason,
        "also_upstream": also_upstream,
        "grace_hours": grace_hours,
        "notice": notice,
        "most_per_hour": most_per_hour,
        "is_on": not is_off,
    }
    with opened(api_url, token_file) as api:
        made = api.ask("POST", _RULES, json={**body, "workspace_id": api.workspace_id(workspace)})
    _print(made, as_json=json_)


def list_(api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False) -> None:
    """List the rules, the oldest first."""
    with opened(api_url, token_file) as api:
        found = list(api.all_of(_RULES))
    if json_:
        print_json(found)
        return
    if not found:
        typer.echo(_EMPTY)
        return
    columns = ("id", "name", "action", "query", "is", "approved by", "problem")
    print_table(columns, [_row(one) for one in found], folds=("name", "query", "problem"))


def show(
    rule_id: RuleId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Show one rule."""
    with opened(api_url, token_file) as api:
        found = api.ask("GET", f"{_RULES}/{rule_id}")
    _print(found, as_json=json_)


def approve(
    rule_id: RuleId,
    version: Annotated[int, typer.Option(min=1, help="The version that you have read.")],
    api_url: ApiUrl = None,
    token_file: TokenFile = None,
    json_: AsJson = False,
) -> None:
    """Approve what the rule does by itself, as it stands in this version. A change voids it."""
    _step(rule_id, "approve", {"version": version}, api_url, token_file, as_json=json_)


def revoke(
    rule_id: RuleId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False
) -> None:
    """Take the approval back: from here on each request is decided by itself."""
    _step(rule_id, "revoke", None, api_url, token_file, as_json=json_)


def on(rule_id: RuleId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False) -> None:
    """Switch the rule on."""
    _step(rule_id, "switch", {"is_on": True}, api_url, token_file, as_json=json_)


def off(rule_id: RuleId, api_url: ApiUrl = None, token_file: TokenFile = None, json_: AsJson = False) -> None:
    """Switch the rule off: it opens nothing and runs nothing."""
    _step(rule_id, "switch", {"is_on": False}, api_url, token_file, as_json=json_)


def remove(rule_id: RuleId, api_url: ApiUrl = None, token_file: TokenFile = None) -> None:
    """Remove the rule. The requests it has opened stay."""
    with opened(api_url, token_file) as api:
        api.send("DELETE", f"{_RULES}/{rule_id}")
    typer.echo(f"{rule_id} is removed.")


def _step(
    rule_id: str,
    step: str,
    body: dict[str, Any] | None,
    url: str | None,
    token: Path | None,
    *,
    as_json: bool,
) -> None:
    with opened(url, token) as api:
        found = api.ask("POST", f"{_RULES}/{rule_id}/{step}", json=body)
    _print(found, as_json=as_json)


def _print(rule: Answer, *, as_json: bool) -> None:
    if as_json:
        print_json(rule)
        return
    upstream = ", also at OpenAI" if rule["also_upstream"] else ""
    needs = f"each request is decided; to approve the rule:  watchgate remediate rules approve {rule['id']} --version {rule['version']}"
    lines = {
        "rule": f"{rule['id']}, version {rule['version']}, {'on' if rule['is_on'] else 'off'}",
        "name": plain(rule["name"]),
        "does": f"{rule['action']}{upstream} what has findings of {_query(rule)}",
        "reason": plain(rule["reason"]),
        "grace": f"{rule['grace_hours']} h, owners are {_told(rule)}",
        "at most": f"{rule['most_per_hour']} objects an hour",
        "made by": plain(rule["created_by"]),
        "approval": f"of the rule, by {plain(rule['approved_by'])}" if rule["is_approved"] else needs,
        "problem": plain(rule["problem"] or ""),
    }
    for name, value in lines.items():
        if value:
            typer.echo(f"  {name:<9} {value}")


def _row(rule: Answer) -> tuple[str, ...]:
    is_on = "on" if rule["is_on"] else "off"
    approved = plain(rule["approved_by"] or "each request")
    shown = (rule["id"], on_one_line(rule["name"]), rule["action"], _query(rule), is_on, approved)
    return (*shown, plain(rule["problem"] or ""))


def _query(rule: Answer) -> str:
    return ", ".join(f"{name} {plain(str(value))}" for name, value in rule["query"].items())


def _told(rule: Answer) -> str:
    return f"told by {rule['notice']}" if rule["notice"] else "not told"
