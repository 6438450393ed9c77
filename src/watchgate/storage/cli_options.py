"""Which options do all commands have that work on the data folder and its database?"""

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option(help="The data folder (WATCHGATE_DATA_DIR, else ~/.watchgate).", show_default=False),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        help="PostgreSQL to use (WATCHGATE_DATABASE_URL, else one of our own in the data folder).",
        show_default=False,
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
