"""`watchgate keys …`: make, see, change, rotate and revoke gateway keys, and read what they spend; directly in the database."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer

from watchgate.identity.gateway_keys import file
from watchgate.identity.gateway_keys.cli_output import print_key, print_keys, print_made, print_usage
from watchgate.identity.gateway_keys.model import Allowance, GatewayKey, Whose
from watchgate.identity.gateway_keys.money import microusd_of
from watchgate.identity.gateway_keys.opening import open_keys
from watchgate.identity.gateway_keys.service import GatewayKeys
from watchgate.identity.gateway_keys.usage import usage
from watchgate.kernel.clock import utc_now
from watchgate.kernel.errors import UserError
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

Result = TypeVar("Result")
BY = "command line"
_PAGE = 200

KeyId = Annotated[str, typer.Argument(metavar="ID", help="The key's id (gk_…).")]
Name = Annotated[str | None, typer.Option(help="What it is for.", show_default=False)]
Team = Annotated[str | None, typer.Option(help="Who pays.", show_default=False)]
Project = Annotated[str | None, typer.Option(help="For what. Clients name it when it is left out.")]
Money = Annotated[str | None, typer.Option(help="US dollars, like 100 or 12.50.", show_default=False)]
PerMinute = Annotated[int | None, typer.Option(min=1, show_default=False)]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model", help="A model it may ask, or a pattern like gpt-4o*; repeat it.", show_default=False
    ),
]
Days = Annotated[
    int | None,
    typer.Option(min=0, max=3650, help="From today; 0: until it is revoked.", show_default=False),
]

_CREATE = """Example:

  watchgate keys create --name "support bot" --team support --project bot --budget-month 100 --model 'gpt-4o*'

Clients then use it as their API key:  OPENAI_API_KEY=wgk_… OPENAI_BASE_URL=http://gateway:41002/v1"""
_CHANGE = """Examples:

  watchgate keys change gk_… --budget-month 250 --requests-per-minute 60

  watchgate keys change gk_… --lift budget-day --lift models"""
_USAGE = """Examples:

  watchgate keys usage                       every key, this month

  watchgate keys usage gk_… --month 2026-10  one key, day by day"""
_LIMITS = {
    "project": "project",
    "budget-month": "budget_month_microusd",
    "budget-day": "budget_day_microusd",
    "requests-per-minute": "requests_per_minute",
    "tokens-per-minute": "tokens_per_minute",
    "models": "models",
}


def register(app: typer.Typer) -> None:
    """Add `keys` to the command line."""
    keys = typer.Typer(no_args_is_help=True, help="Gateway keys: who may use the gateway, and for how much.")
    keys.command("create", epilog=_CREATE)(create)
    keys.command("list")(list_)
    keys.command("show")(show)
    keys.command("change", epilog=_CHANGE)(change)
    keys.command("rotate")(rotate)
    keys.command("revoke")(revoke)
    keys.command("usage", epilog=_USAGE)(usage_)
    keys.command("publish")(publish)
    app.add_typer(keys, name="keys")


def create(  # noqa: PLR0913 -- one parameter for each option
    *,
    name: Annotated[str, typer.Option(help="What it is for.")],
    team: Annotated[str, typer.Option(help="Who pays.")],
    project: Project = None,
    budget_month: Money = None,
    budget_day: Money = None,
    requests_per_minute: PerMinute = None,
    tokens_per_minute: PerMinute = None,
    model: Models = None,
    expires_in_days: Days = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Make a key. It is printed once, and cannot be shown again."""
    allowance = Allowance(
        microusd_of(budget_month) if budget_month is not None else None,
        microusd_of(budget_day) if budget_day is not None else None,
        requests_per_minute,
        tokens_per_minute,
        tuple(model or ()),
    )
    lifetime = timedelta(days=expires_in_days) if expires_in_days else None
    key, secret = _with_keys(
        lambda keys, _: keys.create(Whose(name, team, project), allowance, lifetime, by=BY),
        data_dir,
        database_url,
    )
    print_made(key, secret, utc_now(), as_json=json_)


def list_(data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False) -> None:
    """List the keys, newest first (never the keys themselves)."""
    found = _with_keys(lambda keys, _: _all(keys), data_dir, database_url)
    print_keys(found, utc_now(), as_json=json_)


def show(
    key_id: KeyId, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """Show one key: whose it is, and what it may do."""
    key = _with_keys(lambda keys, _: keys.get(key_id), data_dir, database_url)
    print_key(key, utc_now(), as_json=json_)


def change(  # noqa: PLR0913 -- one parameter for each option
    key_id: KeyId,
    *,
    name: Name = None,
    team: Team = None,
    project: Project = None,
    budget_month: Money = None,
    budget_day: Money = None,
    requests_per_minute: PerMinute = None,
    tokens_per_minute: PerMinute = None,
    model: Models = None,
    expires_in_days: Days = None,
    lift: Annotated[
        list[str] | None,
        typer.Option(help=f"Take a limit away: {', '.join(_LIMITS)}.", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Change what is named; the rest stays. Gateways follow within seconds."""
    given: dict[str, Any] = {
        "name": name,
        "team": team,
        "project": project,
        "budget_month_microusd": microusd_of(budget_month) if budget_month is not None else None,
        "budget_day_microusd": microusd_of(budget_day) if budget_day is not None else None,
        "requests_per_minute": requests_per_minute,
        "tokens_per_minute": tokens_per_minute,
        "models": tuple(model) if model else None,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    if expires_in_days is not None:
        changes["expires_at"] = utc_now() + timedelta(days=expires_in_days) if expires_in_days else None
    changes |= _lifted(lift or (), changes)
    if not changes:
        raise UserError("Nothing is to change. `watchgate keys change --help` shows what can.")
    key = _with_keys(lambda keys, _: keys.change(key_id, changes, by=BY), data_dir, database_url)
    print_key(key, utc_now(), as_json=json_)


def rotate(
    key_id: KeyId,
    grace_hours: Annotated[
        int, typer.Option(min=0, max=720, help="How long the key before stays valid beside the new one.")
    ] = 24,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """A new secret for the same key, team and budget. It is printed once."""
    key, secret = _with_keys(
        lambda keys, _: keys.rotate(key_id, timedelta(hours=grace_hours), by=BY), data_dir, database_url
    )
    print_made(key, secret, utc_now(), as_json=json_)


def revoke(
    key_id: KeyId, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False
) -> None:
    """End a key and all its secrets."""
    key = _with_keys(lambda keys, _: keys.revoke(key_id, by=BY), data_dir, database_url)
    if json_:
        print_key(key, utc_now(), as_json=True)
    else:
        typer.echo(f"{key.id} ({key.whose.name}) is revoked.")


def usage_(
    key_id: Annotated[str | None, typer.Argument(metavar="ID", help="One key, day by day.")] = None,
    month: Annotated[str | None, typer.Option(help="As in 2026-11. Absent: this one.")] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """What was spent, and what is left, as the gateways on this data folder counted it."""

    async def read(keys: GatewayKeys, folder: Path) -> tuple[Sequence[GatewayKey], Path]:
        return ([await keys.get(key_id)] if key_id else await _all(keys)), folder

    found, folder = _with_keys(read, data_dir, database_url)
    spent = usage(found, folder, month, utc_now())
    print_usage(found, spent, by_day=key_id is not None, as_json=json_)


def publish(
    out: Annotated[
        Path | None,
        typer.Option(
            help="Another file, for a gateway elsewhere (--keys); - is standard output.", show_default=False
        ),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Write the file of hashes and limits that gateways read. It is written by itself whenever a key changes."""

    async def run(keys: GatewayKeys, _: Path) -> tuple[Path, bytes]:
        return (await keys.publish() if out is None else out), await keys.text()

    path, text = _with_keys(run, data_dir, database_url)
    if str(path) == "-":
        sys.stdout.buffer.write(text)
        return
    if out is not None:
        file.write(out, text)
    typer.echo(
        json.dumps({"file": str(path)}) if json_ else f"{path} holds the hashes and limits of all keys."
    )


def _lifted(names: Sequence[str], changes: dict[str, Any]) -> dict[str, Any]:
    lifted: dict[str, Any] = {}
    for name in names:
        field = _LIMITS.get(name)
        if field is None:
            raise UserError(f"There is no limit {name[:40]!r} to lift. There are: {', '.join(_LIMITS)}.")
        if field in changes:
            raise UserError(f"--lift {name} and --{name} say two things. Choose one.")
        lifted[field] = () if field == "models" else None
    return lifted


async def _all(keys: GatewayKeys) -> Sequence[GatewayKey]:
    found: list[GatewayKey] = []
    while page := await keys.page(_PAGE, found[-1].id if found else None):
        found += page
    return found


def _with_keys(
    run: Callable[[GatewayKeys, Path], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    async def opened() -> Result:
        async with open_keys(data_dir, database_url) as (keys, folder):
            return await run(keys, folder)

    return asyncio.run(opened())
