"""`watchgate …`: collects each room's commands. Every mistake a person can mend is one clear sentence and exit code 2."""

import sys
from typing import Annotated

import typer
from rich.console import Console

from watchgate import __version__, app_cli, cli_detect, cli_policy
from watchgate.catalog import cli as catalog
from watchgate.demo import cli as demo
from watchgate.findings import cli as findings
from watchgate.findings.spans import spans_of
from watchgate.gateway import cli as gateway
from watchgate.gateway import policy_test
from watchgate.identity import cli as identity
from watchgate.ingest import cli as ingest
from watchgate.kernel.errors import UserError
from watchgate.ledger import cli as ledger
from watchgate.simulator import cli as simulator
from watchgate.workspaces import cli as workspaces
from watchgate.workspaces import cli_vault as vault

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


app_cli.register(app)
workspaces.register(app)
ingest.register(app)
catalog.register(app, spans_of)
findings.register(app)
gateway.register(app)
policy_test.register(cli_policy.register(app))
cli_detect.register(app)
ledger.register(app)
identity.register(app)
vault.register(app)
simulator.register(app)
demo.register(app)


def main() -> None:
    """The console script."""
    try:
        app()
    except UserError as problem:
        Console(stderr=True, highlight=False, soft_wrap=True).print(f"watchgate: {problem}", markup=False)
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
