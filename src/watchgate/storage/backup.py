"""How is a database put into a file, and got back out of it? With PostgreSQL's own pg_dump and pg_restore.

The file holds everything but the key-encryption key and the ledger, which are files of the data folder.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import NullPool

from watchgate.kernel.errors import UserError
from watchgate.storage.postgres_programs import binaries

_CONNECT_TIMEOUT_S = 10


def backup(url: str, target: Path) -> int:
    """Write a consistent copy of the database into a new file (0600), whole or not at all; returns its size in bytes.

    Blocking. Raises UserError.
    """
    if target.exists():
        raise UserError(f"{target} exists already. Choose another name: a backup is never written over.")
    partial = target.with_name(f"{target.name}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _run("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", output=file.fileno())
            os.fsync(file.fileno())
        partial.rename(target)
    except OSError as error:
        raise UserError(f"{target} cannot be written: {error.strerror}.") from None
    finally:
        partial.unlink(missing_ok=True)
    return target.stat().st_size


def restore(url: str, source: Path) -> None:
    """Fill an empty database from such a file, whole or not at all. Blocking. Raises UserError."""
    if not source.is_file():
        raise UserError(f"There is no file {source}. Name one that `watchgate db backup` wrote.")
    if count := _count_tables(url):
        raise UserError(
            f"The database is not empty ({count} tables), so nothing was restored. "
            "Restore into a new data folder (--data-dir) or a new database (--database-url)."
        )
    arguments = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges", str(source))
    _run("pg_restore", url, *arguments, output=subprocess.DEVNULL)


def _run(program: str, url: str, *arguments: str, output: int) -> None:
    """The password travels in the environment: a command line can be read by everybody on the machine."""
    parsed = make_url(url).set(drivername="postgresql")
    password = {"PGPASSWORD": str(parsed.password)} if parsed.password else {}
    command: Sequence[str | Path] = (
        binaries() / program,
        f"--dbname={_without_password(parsed)}",
        *arguments,
    )
    done = subprocess.run(  # noqa: S603 -- our own arguments
        command,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
        env={
            "PATH": "/usr/bin:/bin",
            "LC_ALL": "C",
            "PGCONNECT_TIMEOUT": str(_CONNECT_TIMEOUT_S),
            **password,
        },
    )
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["it did not say why"]
        raise UserError(f"{program} failed: {lines[0].removeprefix(f'{program}: ')}. Nothing was kept of it.")


def _without_password(url: URL) -> str:
    return url.set(password=None).render_as_string(hide_password=False)


def _count_tables(url: str) -> int:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), poolclass=NullPool)
    ours = "SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
    with engine.connect() as connection:
        return int(connection.execute(text(ours)).scalar_one())
