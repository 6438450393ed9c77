"""`watchgate catalog …`, joined with where things were found: the one place that knows both rooms."""

import typer

from watchgate.catalog import cli
from watchgate.findings.spans import spans_of


def register(app: typer.Typer) -> None:
    """Add `catalog` to the command line."""
    cli.register(app, spans_of)
