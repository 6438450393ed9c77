"""`watchgate db …`: migrate the database, look at it, back it up and restore it."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from watchgate.kernel.errors import UserError
from watchgate.settings import load_settings
from watchgate.storage import backup as backups
from watchgate.storage import migrate as migrations
from watchgate.storage.cli_options import AsJson, DatabaseUrl, DataDir
from watchgate.storage.database import Database
from watchgate.storage.open import open_database
from watchgate.storage.report import DatabaseReport, report_on

Result = TypeVar("Result")


_BACKUP_EPILOG = """Example:

  watchgate db backup watchgate-2026-11-22.dump

Back up keys/ and ledger/ of the data folder as well: without keys/kek nobody can read the texts in the backup."""


def register(app: typer.Typer) -> None:
    """Add `db` to the command line."""
    db = typer.Typer(no_args_is_help=True, help="The database: migrate, look at, back up, restore.")
    db.command("migrate")(migrate)
    db.command("status")(status)
    db.command("backup", epilog=_BACKUP_EPILOG)(backup)
    db.command("restore")(restore)
    app.add_typer(db, name="db")


def migrate(data_dir: DataDir = None, database_url: DatabaseUrl = None, *, json_: AsJson = False) -> None:
    """Bring the schema up to this program. `watchgate server` does it too when it starts."""
    before = _with_database(
        lambda database: asyncio.to_thread(migrations.migrate, database.url), data_dir, database_url
    )
    if json_:
        typer.echo(json.dumps({"was": before.current, "is": before.newest, "done": list(before.pending)}))
    elif before.pending:
        typer.echo(f"{len(before.pending)} steps done; the schema is at {before.newest}.")
    else:
        typer.echo(f"Nothing to do; the schema is at {before.newest}.")


def status(data_dir: DataDir = None, database_url: DatabaseUrl = None, *, json_: AsJson = False) -> None:
    """Show where the database is, its size, and which steps of the schema are missing."""
    report = _with_database(report_on, data_dir, database_url)
    typer.echo(json.dumps(report.as_json()) if json_ else "\n".join(_described(report)))


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not exist.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    *,
    json_: AsJson = False,
) -> None:
    """Write the database into a file, while it is in use."""
    size_bytes = _with_database(
        lambda database: asyncio.to_thread(backups.backup, database.url, file), data_dir, database_url
    )
    if json_:
        typer.echo(json.dumps({"file": str(file), "size_bytes": size_bytes}))
        return
    typer.echo(f"{file} holds the database ({size_bytes:,} bytes).")
    typer.echo("Back up keys/ and ledger/ of the data folder as well; they are not in it.", err=True)


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `watchgate db backup` wrote.")],
    data_dir: DataDir = None,
    database_url: DatabaseUrl = None,
    *,
    json_: AsJson = False,
) -> None:
    """Fill an empty database from a backup, and bring its schema up to this program."""

    async def fill(database: Database) -> DatabaseReport:
        await asyncio.to_thread(backups.restore, database.url, file)
        await asyncio.to_thread(migrations.migrate, database.url)
        return await report_on(database)

    report = _with_database(fill, data_dir, database_url)
    typer.echo(json.dumps(report.as_json()) if json_ else "\n".join(("Restored.", *_described(report))))


def _described(report: DatabaseReport) -> list[str]:
    schema = report.schema
    if schema.pending:
        steps = (
            f"{len(schema.pending)} steps missing ({', '.join(schema.pending)}): run `watchgate db migrate`"
        )
    elif schema.is_newer_than_this_program:
        steps = f"at {schema.current}, of a newer Watchgate than this one ({schema.newest})"
    else:
        steps = f"at {schema.current}, complete"
    return [
        f"place    {report.place}{' (embedded)' if report.is_embedded else ''}",
        f"server   PostgreSQL {report.server_version}, {report.connections} connections",
        f"size     {report.size_bytes:,} bytes",
        f"schema   {steps}",
    ]


def _with_database(
    use: Callable[[Database], Awaitable[Result]], data_dir: Path | None, database_url: str | None
) -> Result:
    async def opened() -> Result:
        database = await open_database(load_settings(data_dir=data_dir, database_url=database_url))
        try:
            return await use(database)
        finally:
            await database.close()

    try:
        return asyncio.run(opened())
    except KeyboardInterrupt:
        raise UserError("Interrupted; nothing was left half done. Start it again when you like.") from None
