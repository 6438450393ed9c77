"""`python -m watchgate.simulator`: the same as `watchgate simulator run`, without the rest of the house.

With `sightings` as its first word, the same as `watchgate simulator sightings`.
"""

import sys

import typer

from watchgate.kernel.errors import UserError
from watchgate.simulator.cli import run
from watchgate.simulator.skill_runs.cli import sightings


def main() -> None:
    app = typer.Typer(add_completion=False)
    writes_sightings = sys.argv[1:2] == ["sightings"]
    app.command()(sightings if writes_sightings else run)
    try:
        app(sys.argv[2:] if writes_sightings else sys.argv[1:])
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
