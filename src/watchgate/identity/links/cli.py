"""`watchgate users setup-link`: how does the first administrator get in when the link that was printed is gone?"""

import asyncio
import json
from typing import Annotated

import typer

from watchgate.identity.links.opening import open_links
from watchgate.identity.links.service import SETUP_PATH, link_to
from watchgate.settings import load_settings
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir

EPILOG = """Example:

  watchgate users setup-link --url https://watchgate.example"""


def add_to(users: typer.Typer) -> None:
    """Add `setup-link` to the commands about people."""
    users.command("setup-link", epilog=EPILOG)(setup_link)


def setup_link(
    url: Annotated[
        str | None,
        typer.Option(help="Where the server is reached (as in the settings).", show_default=False),
    ] = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Print a one-time link that makes the first administrator's account. Only while there is none who can sign in."""
    settings = load_settings(data_dir=data_dir, database_url=database_url, public_url=url)

    async def made() -> str:
        async with open_links(settings) as links:
            return await links.set_up_again()

    link = link_to(settings.public_url or f"http://{settings.listen}", SETUP_PATH, asyncio.run(made()))
    if json_:
        typer.echo(json.dumps({"link": link, "hours": 24}))
        return
    typer.echo(link)
    typer.echo("It works once, for 24 hours, while the server runs.", err=True)
