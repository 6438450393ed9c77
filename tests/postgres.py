"""A real PostgreSQL for tests: one server a test process, a fresh migrated database a test.

Use it with `from postgres import database, postgres_url  # noqa: F401 -- fixtures` in a conftest or test module.
"""

import atexit
import itertools
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
import pytest

_numbers = itertools.count(1)
_QUICK = {
    "fsync": "off",
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "autovacuum": "off",
    "file_copy_method": "clone",
}


@cache
def server_url():
    """The server's address with `{}` where the database's name goes; `template_watchgate` is migrated."""
    from watchgate.storage.embedded import EmbeddedPostgres
    from watchgate.storage.migrate import migrate

    folder = Path(tempfile.mkdtemp(prefix="wg-pg-"))
    server = EmbeddedPostgres(folder, settings=_QUICK)
    server.start()

    def stop():
        server.stop()
        shutil.rmtree(folder)

    atexit.register(stop)
    url = server.url.replace("@/watchgate?", "@/{}?")
    run(url, "CREATE DATABASE template_watchgate")
    migrate(url.format("template_watchgate"))
    return url


def run(url, statement):
    with psycopg.connect(url.format("postgres"), autocommit=True) as connection:
        connection.execute(statement)


def fresh_database(template="template_watchgate"):
    """The url of a new database, a copy of *template*; and what drops it."""
    url, name = server_url(), f"test_{next(_numbers)}"
    run(url, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return url.format(name), lambda: run(url, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgres_url():
    """The url of a database of this test's own, migrated and empty."""
    url, drop = fresh_database()
    yield url
    drop()


@pytest.fixture
async def database(postgres_url):
    """A `Database` on `postgres_url`."""
    from watchgate.storage.database import Database

    opened = Database(postgres_url, pool_size=5)
    yield opened
    await opened.close()
