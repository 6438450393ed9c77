"""`python -m integration.catalog.launch …`: the command line with the two rooms' commands."""

import sys

import typer

from watchgate.catalog import cli as catalog
from watchgate.findings import cli as findings
from watchgate.findings.spans import spans_of
from watchgate.kernel.errors import UserError

app = typer.Typer()
catalog.register(app, spans_of)
findings.register(app)

if __name__ == "__main__":
    try:
        app()
    except UserError as problem:
        print(f"watchgate: {problem}", file=sys.stderr)  # noqa: T201 -- what the real one does
        sys.exit(2)
