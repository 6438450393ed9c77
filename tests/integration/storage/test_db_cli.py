"""`watchgate db …` on real databases."""

import json

import psycopg
import pytest
import typer
from typer.testing import CliRunner

from postgres import fresh_database
from watchgate.kernel.errors import UserError
from watchgate.storage.cli import register


@pytest.fixture
def empty_url():
    url, drop = fresh_database("template0")
    yield url
    drop()


@pytest.fixture
def db(monkeypatch, tmp_path):
    """Runs `db …`; returns what it printed. A UserError is raised, as it is to `main`."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WATCHGATE_DATA_DIR", str(tmp_path / "data"))
    app = typer.Typer()
    register(app)

    def run(*arguments):
        result = CliRunner().invoke(app, ["db", *arguments], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_a_new_database_is_migrated_once(db, empty_url):
    assert "steps missing" in db("status", "--database-url", empty_url)
    assert "steps done" in db("migrate", "--database-url", empty_url)
    assert "Nothing to do" in db("migrate", "--database-url", empty_url)
    assert "complete" in db("status", "--database-url", empty_url)


def test_the_status_as_json_says_where_it_is_and_how_far(db, postgres_url):
    status = json.loads(db("status", "--json", "--database-url", postgres_url))

    assert status["schema"]["pending"] == []
    assert status["schema"]["current"] == status["schema"]["newest"]
    assert status["size_bytes"] > 1_000_000
    assert status["is_embedded"] is False
    assert status["server_version"].startswith("18")


def test_the_status_shows_no_password(db, postgres_url):
    url = postgres_url.replace("watchgate@", "watchgate:s3cretpass@")

    assert "s3cretpass" not in db("status", "--database-url", url)
    assert "s3cretpass" not in db("status", "--json", "--database-url", url)


def test_without_a_url_the_database_is_one_of_our_own(db, tmp_path):
    db("migrate")

    status = json.loads(db("status", "--json"))

    assert status["is_embedded"] is True
    assert (tmp_path / "data" / "postgres" / "data" / "PG_VERSION").exists()
    assert not (tmp_path / "data" / "postgres" / "data" / "postmaster.pid").exists()


def test_a_backup_of_one_database_fills_another(db, postgres_url, empty_url, tmp_path):
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("INSERT INTO executor VALUES ('one', now(), now())")

    written = json.loads(db("backup", "all.dump", "--json", "--database-url", postgres_url))
    assert written == {"file": "all.dump", "size_bytes": (tmp_path / "all.dump").stat().st_size}
    assert db("restore", "all.dump", "--database-url", empty_url).startswith("Restored.")

    with psycopg.connect(empty_url) as connection:
        assert connection.execute("SELECT id FROM executor").fetchall() == [("one",)]
    with pytest.raises(UserError, match="not empty"):
        db("restore", "all.dump", "--database-url", empty_url)
