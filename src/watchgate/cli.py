"""`watchgate …`: collects each room's commands. Every mistake a person can mend is one clear sentence and exit code 2."""

import importlib
import sys
from typing import Annotated

import typer
from rich.console import Console

from watchgate import __version__
from watchgate.kernel.errors import UserError

ROOMS = {
    "up": "watchgate.app_cli",
    "server": "watchgate.app_cli",
    "worker": "watchgate.app_cli",
    "workspaces": "watchgate.workspaces.cli",
    "ingest": "watchgate.ingest.cli",
    "catalog": "watchgate.cli_catalog",
    "findings": "watchgate.findings.cli",
    "remediate": "watchgate.remediation.cli",
    "holds": "watchgate.remediation.holds.cli",
    "skills": "watchgate.skills.cli",
    "hub": "watchgate.hub.cli",
    "gateway": "watchgate.gateway.cli",
    "policy": "watchgate.cli_policy",
    "detect": "watchgate.cli_detect",
    "redact": "watchgate.cli_detect",
    "ledger": "watchgate.ledger.cli",
    "tokens": "watchgate.identity.tokens.cli",
    "keys": "watchgate.identity.gateway_keys.cli",
    "users": "watchgate.identity.people.cli",
    "vault": "watchgate.workspaces.cli_vault",
    "db": "watchgate.storage.cli",
    "doctor": "watchgate.doctor.cli",
    "simulator": "watchgate.simulator.cli",
    "demo": "watchgate.demo.cli",
}
"""Command → the module whose `register(app)` adds it. A command loads its own room only: a gateway needs no database."""

app = typer.Typer(
    name="watchgate",
    help="The open, self-hosted control plane for ChatGPT Enterprise and the OpenAI API.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="First steps:  watchgate policy lint policy-config.yaml  ·  watchgate gateway run --policy-config policy-config.yaml",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"watchgate {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave."),
    ] = False,
) -> None:
    """The open, self-hosted control plane for ChatGPT Enterprise and the OpenAI API."""
    del version


def load(asked: str | None) -> None:
    """Add the commands of the room that was *asked* for; of all rooms, when it is none of them (help, completion, a mistake)."""
    modules = [ROOMS[asked]] if asked in ROOMS else list(dict.fromkeys(ROOMS.values()))
    for module in modules:
        importlib.import_module(module).register(app)


def main() -> None:
    """The console script."""
    asked = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    try:
        if sys.argv[1:] != ["--version"]:
            load(asked)
        app()
    except UserError as problem:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"watchgate: {problem}", markup=False)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
