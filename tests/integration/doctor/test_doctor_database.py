"""What `watchgate doctor` says of a database and what is in it."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
import pytest

from postgres import fresh_database
from watchgate.settings import Settings
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.sealing import Keyring, key_encryption

WORKSPACE = UUID("6c2f3b1e-7d1a-4c55-9a0e-2f9b0d3c7a11")


@pytest.fixture
def execute(postgres_url):
    def execute(statement, *values):
        with psycopg.connect(postgres_url, autocommit=True) as connection:
            connection.execute(statement, values)

    return execute


@pytest.fixture
def enrol(execute):
    def enrol(name="Acme", state="active", probe=None):
        execute("INSERT INTO workspace VALUES (%s, %s, 'org-1', %s, now(), now())", WORKSPACE, name, state)
        execute(
            "INSERT INTO credential (workspace_id, kind, sealed, last_four, created_at, probe, probed_at)"
            " VALUES (%s, 'compliance', '', 'ab12', now(), %s, now())",
            WORKSPACE,
            probe,
        )

    return enrol


@pytest.fixture
def seen(examine, postgres_url):
    """seen() -> Report on the test's database."""
    return lambda *options: examine("--database-url", postgres_url, *options)


def test_a_migrated_database_is_well_but_nobody_works(seen):
    report = seen()

    assert report.exit_code == 0
    assert [report.status(name) for name in ("database", "schema", "partitions", "data keys", "outbox")] == [
        "ok"
    ] * 5
    assert report.one("workers")["detail"] == "none is running"


def test_missing_steps_are_counted_and_what_needs_them_is_not_looked_at(examine):
    url, drop = fresh_database("template0")
    report = examine("--database-url", url)
    with psycopg.connect(url) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    drop()

    assert report.exit_code == 1
    assert "watchgate db migrate" in report.one("schema")["remedy"]
    assert report.one("outbox")["detail"] == "not looked at: the database is not ready"
    assert tables == (0,)


def test_a_database_that_is_not_there_is_said_without_the_password(examine):
    report = examine("--database-url", "postgresql://me:s3cretpass@127.0.0.1:1/db")

    assert "cannot be reached" in report.one("database")["detail"]
    assert report.exit_code == 1
    assert "s3cretpass" not in str(report.checks)


def test_a_month_that_is_not_made_is_named(seen, execute):
    now = datetime.now(UTC)
    execute(f"DROP TABLE message_{now:%Y%m}")

    line = seen().one("partitions")

    assert line["status"] == "warning"
    assert line["detail"] == f"not made yet: message_{now:%Y%m}"


async def test_data_keys_are_unwrapped_with_the_key_that_is_here(seen, postgres_url, tmp_path):
    await make_data_key(tmp_path / "data", postgres_url)
    assert seen().one("data keys")["detail"] == "1 can be unwrapped"

    key = tmp_path / "data" / "keys" / "kek"
    key.write_bytes(bytes(32))
    line = seen().one("data keys")
    assert line["status"] == "failed"
    assert str(WORKSPACE) in line["detail"]

    key.unlink()
    assert "no key-encryption key" in seen().one("data keys")["detail"]
    assert not key.exists()


async def make_data_key(data_dir, url):
    database = Database(url)
    async with database.begin() as tx:
        keyring = Keyring(key_encryption(Settings(data_dir=data_dir, database_url=url)))
        await keyring.for_workspace(tx, WORKSPACE)
    await database.close()


def test_old_entries_in_the_outbox_are_a_warning_and_new_ones_are_not(seen, execute):
    insert = "INSERT INTO ledger_outbox (type, fields, recorded_at) VALUES ('x', '{}', %s)"
    execute(insert, datetime.now(UTC))
    assert seen().one("outbox") == {
        "check": "outbox",
        "status": "ok",
        "detail": "1 entries wait",
        "remedy": "",
    }

    execute(insert, datetime.now(UTC) - timedelta(hours=1))
    assert seen().one("outbox")["detail"].startswith("2 ledger entries wait, the oldest since")


def test_workers_that_live_and_those_that_fell_silent_are_counted(seen, execute):
    execute("INSERT INTO executor VALUES ('a', now(), now() + interval '1 hour')")
    execute("INSERT INTO executor VALUES ('left', now(), '-infinity')")
    assert seen().one("workers")["detail"] == "1 running"

    execute("INSERT INTO executor VALUES ('b', now(), now() - interval '1 hour')")
    line = seen().one("workers")
    assert (line["status"], line["detail"]) == ("warning", "1 running, 1 silent")


def test_a_workspace_that_nobody_reads_is_a_warning(seen, enrol):
    enrol(probe='{"is_usable": true}')

    report = seen()

    assert report.one("workspace Acme")["detail"].startswith("the key …ab12 can read it")
    assert report.one("ingest Acme")["detail"] == "nothing has been read yet"


def test_a_key_whose_last_test_failed_is_a_failure_with_the_command_that_says_why(seen, enrol):
    enrol(probe='{"is_usable": false}')

    line = seen().one("workspace Acme")

    assert line["status"] == "failed"
    assert f"watchgate workspaces test {WORKSPACE}" in line["remedy"]


def test_a_paused_workspace_says_what_that_costs(seen, enrol):
    enrol(state="paused")

    assert "30 days" in seen().one("workspace Acme")["remedy"]


def test_a_stream_that_is_about_to_lose_files_is_a_failure(seen, enrol, execute):
    enrol(probe='{"is_usable": true}')
    execute(
        "INSERT INTO log_stream (workspace_id, event_type, backfill_from, last_polled_at)"
        " VALUES (%s, 'CONVERSATION_MESSAGE', now() - interval '40 days', now() - interval '28 days')",
        WORKSPACE,
    )

    line = seen().one("ingest Acme")

    assert line["status"] == "failed"
    assert "conversation messages of workspace Acme: 4" in line["detail"]
    assert "h until loss" in line["detail"]


def test_a_server_of_our_own_is_looked_at_and_left_as_it_was(examine, tmp_path):
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    server.stop()

    report = examine()

    assert "embedded" in report.one("database")["detail"]
    assert not (tmp_path / "data" / "postgres" / "data" / "postmaster.pid").exists()
