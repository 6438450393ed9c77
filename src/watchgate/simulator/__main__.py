"""`python -m watchgate.simulator`: the same as `watchgate simulator run`, without the rest of the house."""

import sys

import typer

from watchgate.kernel.errors import UserError
from watchgate.simulator.cli import run


def main() -> None:
    app = typer.Typer(add_completion=False)
    app.command()(run)
    try:
        app()
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
