"""`watchgate up`, `server` and `worker`: start Watchgate, or a part of it, from the command line."""

import asyncio
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from watchgate.app import run_server
from watchgate.app_up import run_up
from watchgate.app_worker import run_worker
from watchgate.http.server import bind, url_of
from watchgate.identity.links.service import SETUP_PATH, link_to
from watchgate.settings import Settings, load_settings
from watchgate.storage.cli_options import DatabaseUrl, DataDir

_SERVER_EPILOG = """Example:

  watchgate server --listen 127.0.0.1:8080

The first start prints a link that makes the first administrator's account. For programs:  watchgate tokens create --name ci --role viewer"""

_UP_EPILOG = """Examples:

  watchgate up

  watchgate up --policy-config policy-config.yaml     with the gateway on port 41002"""

Listen = Annotated[str | None, typer.Option(help="Address and port (127.0.0.1:8080).", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Say what is ready as one line of JSON.")]


def register(app: typer.Typer) -> None:
    """Add `up`, `server` and `worker` to the command line."""
    app.command("up", epilog=_UP_EPILOG)(up)
    app.command("server", epilog=_SERVER_EPILOG)(server)
    app.command("worker")(worker)


def up(
    *,
    listen: Listen = None,
    policy_config: Annotated[
        list[Path] | None,
        typer.Option(help="Policy packs: starts the gateway with them, too.", show_default=False),
    ] = None,
    gateway_listen: Annotated[str, typer.Option(help="Where the gateway listens.")] = "127.0.0.1:41002",
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Start everything: database, API, worker; the gateway when a policy pack is given."""
    _log_plainly()
    settings = load_settings(data_dir=data_dir, database_url=database_url, listen=listen)
    packs = tuple(policy_config or ())
    with bind(settings.listen) as listener:
        announce = _announce(settings, url_of(listener), as_json=json_)
        asyncio.run(run_up(settings, listener, announce, packs=packs, gateway_listen=gateway_listen))


def server(
    *,
    listen: Listen = None,
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Serve the REST API. Migrates the database first; SIGTERM lets requests end."""
    _log_plainly()
    settings = load_settings(data_dir=data_dir, database_url=database_url, listen=listen)
    with bind(settings.listen) as listener:
        asyncio.run(run_server(settings, listener, _announce(settings, url_of(listener), as_json=json_)))


def worker(*, data_dir: DataDir = None, database_url: DatabaseUrl = None, json_: AsJson = False) -> None:
    """Read the enrolled workspaces: poll, fetch, examine. Start as many as you like on one database."""
    _log_plainly()
    settings = load_settings(data_dir=data_dir, database_url=database_url)

    def announce() -> None:
        typer.echo(
            json.dumps({"working": True, "data_dir": str(settings.data_dir)})
            if json_
            else "Watchgate works. `watchgate ingest status --watch` shows how far it is."
        )

    asyncio.run(run_worker(settings, announce))


def _announce(settings: Settings, url: str, *, as_json: bool) -> Callable[[str | None], None]:
    def announce(set_up: str | None) -> None:
        if set_up:
            typer.echo(
                "There is no administrator yet. This link makes the first one's account; it works once, for 24 hours:\n"
                f"{link_to(settings.public_url or url, SETUP_PATH, set_up)}\n"
                "`watchgate users setup-link` makes another.",
                err=True,
            )
        typer.echo(
            json.dumps({"listening": url, "data_dir": str(settings.data_dir)})
            if as_json
            else f"Watchgate listens at {url} (API: {url}/api/v1/openapi.json)"
        )

    return announce


def _log_plainly() -> None:
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
