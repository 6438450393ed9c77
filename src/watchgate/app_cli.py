"""`watchgate server`: start the control plane from the command line."""

import asyncio
import json
import logging
from pathlib import Path
from typing import Annotated

import typer

from watchgate.app import run_server
from watchgate.http.server import bind, url_of
from watchgate.settings import load_settings

_SERVER_EPILOG = """Example:

  watchgate server --listen 127.0.0.1:8080

The first start prints an administrator's token; then:  curl -H "Authorization: Bearer wg_…" http://127.0.0.1:8080/api/v1/workspaces"""


def register(app: typer.Typer) -> None:
    """Add `server` to the command line."""
    app.command("server", epilog=_SERVER_EPILOG)(server)


def server(
    *,
    listen: Annotated[
        str | None, typer.Option(help="Address and port (127.0.0.1:8080).", show_default=False)
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(help="The data folder (WATCHGATE_DATA_DIR, else ~/.watchgate).", show_default=False),
    ] = None,
    database_url: Annotated[
        str | None,
        typer.Option(
            help="PostgreSQL to use (WATCHGATE_DATABASE_URL, else one of our own in the data folder).",
            show_default=False,
        ),
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help="Say where it listens as one line of JSON.")] = False,
) -> None:
    """Serve the REST API. Migrates the database first; SIGTERM lets requests end."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    settings = load_settings(data_dir=data_dir, database_url=database_url, listen=listen)
    with bind(settings.listen) as listener:
        url = url_of(listener)

        def announce(first: tuple[str, Path] | None) -> None:
            if first:
                secret, path = first
                typer.echo(
                    f"The first administrator's token, shown once: {secret}\n"
                    f"It lies in {path} until it is first used. `watchgate tokens create` makes others.",
                    err=True,
                )
            typer.echo(
                json.dumps({"listening": url, "data_dir": str(settings.data_dir)})
                if json_
                else f"Watchgate listens at {url} (API: {url}/api/v1/openapi.json)"
            )

        asyncio.run(run_server(settings, listener, announce))
