"""A database in a file, and back."""

import stat
import threading

import psycopg
import pytest

from postgres import fresh_database
from watchgate.kernel.errors import UserError
from watchgate.storage.backup import backup, restore
from watchgate.storage.migrate import status


@pytest.fixture
def empty_url():
    url, drop = fresh_database("template0")
    yield url
    drop()


def ask(url, statement):
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


EVENT = """
    INSERT INTO event (workspace_id, event_id, type, occurred_at, file_id, actor_type, is_own_call, sealed)
    SELECT gen_random_uuid(), 'e' || n, 'T', now() - n * interval '1 day', 'f', 'USER', false, decode('00ff', 'hex')
    FROM generate_series(1, 200) n
"""
FINGERPRINT = "SELECT count(*), md5(string_agg(e::text, ',' ORDER BY e::text)) FROM event e"


def test_what_was_backed_up_comes_back_row_for_row(postgres_url, empty_url, tmp_path):
    ask(postgres_url, EVENT)
    file = tmp_path / "all.dump"

    assert backup(postgres_url, file) == file.stat().st_size
    restore(empty_url, file)

    assert ask(empty_url, FINGERPRINT) == ask(postgres_url, FINGERPRINT)
    assert ask(empty_url, FINGERPRINT)[0][0] == 200
    assert status(empty_url) == status(postgres_url)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    ask(empty_url, EVENT.replace("1, 200", "201, 201"))  # identities and months work on


def test_a_database_with_anything_in_it_is_not_written_over(postgres_url, tmp_path):
    file = tmp_path / "all.dump"
    backup(postgres_url, file)
    ask(postgres_url, EVENT)

    with pytest.raises(UserError, match="not empty"):
        restore(postgres_url, file)

    assert ask(postgres_url, "SELECT count(*) FROM event") == [(200,)]


def test_a_file_is_not_written_over(postgres_url, tmp_path):
    (tmp_path / "mine").write_text("precious")

    with pytest.raises(UserError, match="exists already"):
        backup(postgres_url, tmp_path / "mine")

    assert (tmp_path / "mine").read_text() == "precious"


def test_a_backup_that_fails_leaves_no_file(postgres_url, tmp_path):
    nowhere = postgres_url.replace("/test_", "/missing_")

    with pytest.raises(UserError, match=r"pg_dump failed: .*does not exist"):
        backup(nowhere, tmp_path / "all.dump")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 100, 1000])
def test_a_broken_file_restores_nothing(postgres_url, empty_url, tmp_path, size):
    backup(postgres_url, tmp_path / "whole")
    (tmp_path / "cut").write_bytes((tmp_path / "whole").read_bytes()[:size])

    with pytest.raises(UserError, match="pg_restore failed"):
        restore(empty_url, tmp_path / "cut")

    assert ask(empty_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


def test_a_backup_made_while_others_write_is_of_one_moment(postgres_url, empty_url, tmp_path):
    stop = threading.Event()
    pair = """
        INSERT INTO person (workspace_id, user_id, first_seen_at, last_seen_at) VALUES (gen_random_uuid(), 'p', now(), now());
        INSERT INTO executor VALUES (gen_random_uuid(), now(), now())
    """

    def write():
        with psycopg.connect(postgres_url) as connection:
            while not stop.is_set():
                connection.execute(pair)
                connection.commit()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(postgres_url, tmp_path / "all.dump")
    finally:
        stop.set()
        writer.join()

    restore(empty_url, tmp_path / "all.dump")
    (people, executors) = ask(
        empty_url, "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM executor)"
    )[0]
    assert people == executors
