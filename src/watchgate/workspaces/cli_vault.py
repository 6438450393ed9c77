"""`watchgate vault rotate`: how do all data keys get under a new key-encryption key?"""

import asyncio
import json

import typer

from watchgate.ledger import outbox
from watchgate.settings import load_settings
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir
from watchgate.storage.key_rotation import rotate as rotate_keys
from watchgate.storage.migrate import migrate
from watchgate.storage.open import open_database
from watchgate.storage.sealing import key_encryption
from watchgate.workspaces.events import VAULT_ROTATED


def register(app: typer.Typer) -> None:
    """Add `vault` to the command line."""
    vault = typer.Typer(no_args_is_help=True, help="The keys that protect what is sealed at rest.")
    vault.callback()(_vault)
    vault.command("rotate")(rotate)
    app.add_typer(vault, name="vault")


def _vault() -> None:
    """The keys that protect what is sealed at rest."""


def rotate(
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    json_: AsJson = False,
) -> None:
    """Wrap every workspace's data key anew; what they seal stays as it is. Servers and workers go on meanwhile.

    With a key file, under a new key that takes its place. With WATCHGATE_KEK, under the first of its keys: put the new one
    in front, a comma between them, in every process; rotate; then take the old one away.
    """
    settings = load_settings(data_dir=data_dir, database_url=database_url)

    async def run() -> tuple[int, str]:
        database = await open_database(settings)
        try:
            await asyncio.to_thread(migrate, database.url)
            keys = key_encryption(settings)
            count = await rotate_keys(database, keys)
            async with database.begin() as tx:
                await outbox.record(tx, VAULT_ROTATED, {"data_keys": count, "kek_id": keys.key_id})
            return count, keys.key_id
        finally:
            await database.close()

    count, key_id = asyncio.run(run())
    if json_:
        typer.echo(json.dumps({"data_keys": count, "kek_id": key_id}))
    else:
        typer.echo(f"{count} data keys are wrapped under the key-encryption key {key_id}.")
