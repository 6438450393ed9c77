"""`python -m watchgate.simulator`: the same as `watchgate simulator run`, without the rest of the house.

With `sightings` as its first word, the same as `watchgate simulator sightings`.
"""

import sys

import typer

from watchgate.kernel.errors import UserError
from watchgate.simulator.cli import run
from watchgate.simulator.skill_runs.cli import EXAMPLE, sightings


def main() -> None:
    name, words = "python -m watchgate.simulator", sys.argv[1:]
    app = typer.Typer(add_completion=False)
    if words[:1] == ["sightings"]:
        name, words = f"{name} sightings", words[1:]
        app.command(epilog=EXAMPLE)(sightings)
    else:
        app.command()(run)
    try:
        app(words, prog_name=name)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
