"""`watchgate hub …`: what skills do where people use them. Each room of the Hub adds its commands here."""

import typer

from watchgate.hub.governance import cli as governance
from watchgate.hub.keys import cli as keys
from watchgate.hub.records import cli as records
from watchgate.hub.sources import cli as sources
from watchgate.hub.sources import import_cli
from watchgate.hub.usage import cli as usage
from watchgate.hub.usage import export_cli


def register(app: typer.Typer) -> None:
    """Add `hub` to the command line."""
    hub = typer.Typer(
        name="hub", help="The Hub: records of skills, their use and its cost.", no_args_is_help=True
    )
    records.register(hub)
    keys.register(hub)
    usage.register(hub)
    sources.register(hub)
    import_cli.register(hub)
    export_cli.register(hub)
    governance.register(hub)
    app.add_typer(hub)
