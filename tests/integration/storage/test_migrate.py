"""From an empty database to the schema, whoever else wants the same or holds the tables."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from postgres import fresh_database
from watchgate.kernel.errors import UserError
from watchgate.storage import migrate as migrate_module
from watchgate.storage.migrate import migrate, status


@pytest.fixture
def empty_url():
    url, drop = fresh_database("template0")
    yield url
    drop()


def ask(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_an_empty_database_has_everything_to_do_and_then_nothing(empty_url):
    before = status(empty_url)
    assert before.current is None
    assert before.pending[0] == "0001"
    assert before.pending[-1] == before.newest

    assert migrate(empty_url) == before

    after = status(empty_url)
    assert (after.current, after.pending) == (before.newest, [])
    assert migrate(empty_url) == after


def test_processes_that_migrate_at_once_do_it_once(empty_url):
    with ThreadPoolExecutor() as threads:
        before = list(threads.map(migrate, [empty_url] * 3))

    assert sorted(one.current is None for one in before) == [False, False, True]
    assert ask(empty_url, "SELECT count(*) FROM alembic_version") == [(1,)]


def test_a_step_that_fails_leaves_the_steps_before_it(empty_url):
    ask(empty_url, "CREATE TABLE event (in_the_way integer)")  # step 0003 makes one

    with pytest.raises(Exception, match="already exists"):
        migrate(empty_url)
    assert status(empty_url).current == "0002"
    ask(empty_url, "DROP TABLE event")
    migrate(empty_url)

    assert status(empty_url).pending == []


def test_a_later_programs_database_is_left_alone(postgres_url):
    ask(postgres_url, "UPDATE alembic_version SET version_num = '9999'")

    assert status(postgres_url).is_newer_than_this_program
    with pytest.raises(UserError, match="step 9999"):
        migrate(postgres_url)


def test_tables_that_others_hold_are_not_waited_for_for_ever(postgres_url, monkeypatch):
    monkeypatch.setattr(migrate_module, "_LOCK_TIMEOUT", "50ms")
    ask(postgres_url, "UPDATE alembic_version SET version_num = '0004'")
    ask(postgres_url, "DROP TABLE schema_drift")
    with psycopg.connect(postgres_url) as holder:
        holder.execute("LOCK TABLE log_file")

        with pytest.raises(UserError, match="held its tables"):
            migrate(postgres_url)

    assert status(postgres_url).current == "0004"
