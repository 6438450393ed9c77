"""`watchgate simulator …`: how does a person start the simulator?"""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer

from watchgate.kernel.errors import UserError
from watchgate.simulator.cli_populate import populate
from watchgate.simulator.faults import FAULTS, parse_fault_rate
from watchgate.simulator.server import Address, parse_address
from watchgate.simulator.server import run as run_server
from watchgate.simulator.simulation import OfficeSettings, Settings
from watchgate.simulator.skill_runs.cli import EXAMPLE as SIGHTINGS_EXAMPLE
from watchgate.simulator.skill_runs.cli import sightings

_DEFAULTS = OfficeSettings()
_EXAMPLES = """Examples:

  watchgate simulator run

  watchgate simulator run --listen 127.0.0.1:0 --seed 7 --fault http-503=0.1 --fault slow-stream:0.2=1

  watchgate simulator run --messages 200000 --people 500 --fault log-5xx=0.05 --fault log-duplicate=0.02"""
_POPULATE_EXAMPLE = "Example:  watchgate simulator populate --messages 1000000 --out ./office"


def register(app: typer.Typer) -> None:
    """Add `simulator` and its commands to the command line."""
    simulator = typer.Typer(
        help="A faithful OpenAI on this machine, for demos and tests.", no_args_is_help=True
    )
    simulator.command("run", epilog=_EXAMPLES)(run)
    simulator.command("populate", epilog=_POPULATE_EXAMPLE)(populate)
    simulator.command("sightings", epilog=SIGHTINGS_EXAMPLE)(sightings)
    simulator.command("faults")(list_faults)
    app.add_typer(simulator, name="simulator")


def run(  # noqa: PLR0913 - one parameter an option
    *,
    listen: Annotated[
        str, typer.Option(metavar="HOST:PORT", help="Port 0 takes any free one.")
    ] = "127.0.0.1:41999",
    seed: Annotated[int, typer.Option(help="The same seed and requests give the same answers.")] = 0,
    fault: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=RATE", help="A fault and how often, from 0 to 1. Repeatable."),
    ] = None,
    api_key: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="Accept this key beside all sk-sim-… Repeatable.")
    ] = None,
    any_key: Annotated[bool, typer.Option("--any-key", help="Accept whatever key comes.")] = False,
    messages: Annotated[
        int, typer.Option(min=0, help="How many messages were written in the simulated workspace.")
    ] = _DEFAULTS.messages,
    people: Annotated[int, typer.Option(min=1, help="By how many people.")] = _DEFAULTS.people,
    days: Annotated[int, typer.Option(min=1, help="In how many days up to now.")] = _DEFAULTS.days,
    days_ahead: Annotated[
        int, typer.Option(min=0, help="And in how many days to come, for POST /_sim/clock to reach.")
    ] = _DEFAULTS.days_ahead,
    now: Annotated[
        str, typer.Option(metavar="ISO-TIME", help="When the simulated clock starts. Default: now.")
    ] = "",
    objects: Annotated[
        int, typer.Option(min=0, help="How many memories, canvases, skills and so on: so many of each kind.")
    ] = _DEFAULTS.objects,
    upload_hours: Annotated[
        int, typer.Option(min=1, help="How long an uploaded file can be fetched.")
    ] = _DEFAULTS.upload_hours,
    requests_per_minute: Annotated[
        int, typer.Option(min=0, help="Per compliance endpoint and key; 0: no limit.")
    ] = _DEFAULTS.requests_per_minute,
    as_json: Annotated[bool, typer.Option("--json", help="Say where it listens, as a line of JSON.")] = False,
) -> None:
    """Run the simulated OpenAI API until it is stopped."""
    settings = Settings(
        seed=seed,
        api_keys=tuple(api_key or ()),
        accepts_any_key=any_key,
        faults=tuple(parse_fault_rate(each) for each in fault or ()),
        office=OfficeSettings(
            messages=messages,
            people=people,
            days=days,
            days_ahead=days_ahead,
            now=_moment(now) if now else None,
            objects=objects,
            upload_hours=upload_hours,
            requests_per_minute=requests_per_minute,
        ),
    )

    def announce(address: Address) -> None:
        typer.echo(_ready_line(settings, address) if as_json else _ready_text(settings, address))

    run_server(settings, listen=parse_address(listen), on_ready=announce)


def list_faults() -> None:
    """List the faults: for --fault, POST /_sim/faults, and the header X-Sim-Fault."""
    width = max(len(name) for name in FAULTS)
    for name, meaning in FAULTS.items():
        typer.echo(f"{name:<{width}}  {meaning}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(
            f"--now takes an ISO 8601 time such as 2026-11-22T12:00:00Z, not {text!r}."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _ready_line(settings: Settings, address: Address) -> str:
    return json.dumps(
        {
            "listening": address.url,
            "base_url": f"{address.url}/v1",
            "control_url": f"{address.url}/_sim",
            "api_key": settings.api_key,
            "seed": settings.seed,
        }
    )


def _ready_text(settings: Settings, address: Address) -> str:
    return (
        f"The simulator listens on {address.url}\n"
        f"  OPENAI_BASE_URL={address.url}/v1\n"
        f"  OPENAI_API_KEY={settings.api_key}\n"
        f"  WATCHGATE_CHATGPT_BASE_URL={address.url}/v1  WATCHGATE_OPENAI_BASE_URL={address.url}/v1\n"
        f"Workspace id and compliance keys: {address.url}/_sim/info\n"
        f"What it received: {address.url}/_sim/requests · stop it with Ctrl-C"
    )
