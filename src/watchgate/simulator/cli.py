"""`watchgate simulator …`: how does a person start the simulator?"""

import json
from typing import Annotated

import typer

from watchgate.simulator.faults import FAULTS, parse_fault_rate
from watchgate.simulator.server import Address, parse_address
from watchgate.simulator.server import run as run_server
from watchgate.simulator.simulation import Settings

_EXAMPLES = """Examples:

  watchgate simulator run

  watchgate simulator run --listen 127.0.0.1:0 --seed 7 --fault http-503=0.1 --fault slow-stream:0.2=1"""


def register(app: typer.Typer) -> None:
    """Add `simulator` and its commands to the command line."""
    simulator = typer.Typer(
        help="A faithful OpenAI on this machine, for demos and tests.", no_args_is_help=True
    )
    simulator.command("run", epilog=_EXAMPLES)(run)
    simulator.command("faults")(list_faults)
    app.add_typer(simulator, name="simulator")


def run(
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
    as_json: Annotated[bool, typer.Option("--json", help="Say where it listens, as a line of JSON.")] = False,
) -> None:
    """Run the simulated OpenAI API until it is stopped."""
    settings = Settings(
        seed=seed,
        api_keys=tuple(api_key or ()),
        accepts_any_key=any_key,
        faults=tuple(parse_fault_rate(each) for each in fault or ()),
    )

    def announce(address: Address) -> None:
        typer.echo(_ready_line(settings, address) if as_json else _ready_text(settings, address))

    run_server(settings, listen=parse_address(listen), on_ready=announce)


def list_faults() -> None:
    """List the faults: for --fault, POST /_sim/faults, and the header X-Sim-Fault."""
    width = max(len(name) for name in FAULTS)
    for name, meaning in FAULTS.items():
        typer.echo(f"{name:<{width}}  {meaning}")


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
        f"What it received: {address.url}/_sim/requests · stop it with Ctrl-C"
    )
