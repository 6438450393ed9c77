"""One server a data folder: started when needed, shared, stopped by the last, mended after any kill."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from urllib.parse import unquote

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from watchgate.kernel.errors import UserError
from watchgate.storage.database import Database
from watchgate.storage.embedded import EmbeddedPostgres

PROGRAM = Path(__file__).with_name("using_process.py")
SMALL = {"fsync": "off", "shared_buffers": "16MB"}


@pytest.fixture
def data_dir(tmp_path):
    yield tmp_path
    last = EmbeddedPostgres(tmp_path, settings=SMALL)
    if (tmp_path / "postgres" / "data" / "PG_VERSION").exists():
        last.start()
        last.stop()


def server_pid(data_dir):
    try:
        return int((data_dir / "postgres" / "data" / "postmaster.pid").read_text().split("\n")[0])
    except FileNotFoundError:
        return None


def using_process(data_dir):
    return subprocess.Popen(
        [sys.executable, PROGRAM, data_dir], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def is_ready(process):
    return process.stdout.readline() == "ready\n"


def ended(process):
    process.communicate()
    return process.returncode


def ask(server, statement):
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_what_was_written_is_there_at_the_next_start(data_dir):
    server = EmbeddedPostgres(data_dir, settings=SMALL)
    server.start()
    ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    server.stop()
    assert server_pid(data_dir) is None

    server.start()

    assert ask(server, "SELECT number FROM kept") == [(7,)]
    server.stop()


def test_processes_that_start_at_once_share_one_server_and_the_last_stops_it(data_dir):
    processes = [using_process(data_dir) for _ in range(3)]
    assert all(is_ready(process) for process in processes)
    pid = server_pid(data_dir)

    for process in processes[:2]:
        assert ended(process) == 0
        assert server_pid(data_dir) == pid
    assert ended(processes[2]) == 0

    assert server_pid(data_dir) is None


def test_a_killed_process_does_not_keep_the_server_running(data_dir):
    first, second = using_process(data_dir), using_process(data_dir)
    assert is_ready(first)
    assert is_ready(second)

    first.kill()
    ended(first)
    assert server_pid(data_dir) is not None
    assert ended(second) == 0

    assert server_pid(data_dir) is None


def test_a_server_left_behind_by_a_killed_process_is_used_again(data_dir):
    killed = using_process(data_dir)
    assert is_ready(killed)
    pid = server_pid(data_dir)
    killed.kill()
    ended(killed)

    server = EmbeddedPostgres(data_dir, settings=SMALL)
    server.start()

    assert server_pid(data_dir) == pid
    server.stop()
    assert server_pid(data_dir) is None


async def test_a_killed_server_is_started_again_by_whoever_connects_next(data_dir):
    server = EmbeddedPostgres(data_dir, settings=SMALL)
    server.start()
    database = Database(server.url, server=server)
    async with database.begin() as tx:
        await tx.execute(text("CREATE TABLE kept AS SELECT 7 AS number"))
    pid = server_pid(data_dir)

    os.kill(pid, signal.SIGKILL)

    while server_pid(data_dir) == pid:  # connections outlive their server for a moment
        with contextlib.suppress(DBAPIError):
            async with database.read() as tx:
                await tx.execute(text("SELECT pg_sleep(0.01)"))
    async with database.read() as tx:
        assert (await tx.execute(text("SELECT number FROM kept"))).scalar_one() == 7
    await database.close()
    assert server_pid(data_dir) is None


def test_threads_that_start_at_once_get_the_same_server(data_dir):
    servers = [EmbeddedPostgres(data_dir, settings=SMALL) for _ in range(3)]
    threads = [threading.Thread(target=server.start) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [ask(server, "SELECT 1") for server in servers] == [[(1,)]] * 3
    for server in servers:
        server.stop()
    assert server_pid(data_dir) is None


def test_a_long_path_gets_its_socket_elsewhere(data_dir):
    deep = data_dir / ("deep" * 25)
    server = EmbeddedPostgres(deep, settings=SMALL)
    server.start()

    assert ask(server, "SELECT 1") == [(1,)]
    socket_folder = Path(unquote(server.url.partition("host=")[2]))
    assert not socket_folder.is_relative_to(deep)
    server.stop()
    assert server_pid(deep) is None
    assert not socket_folder.exists()


def test_an_initialisation_that_was_cut_short_is_begun_anew(data_dir):
    half = data_dir / "postgres" / "fresh"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = EmbeddedPostgres(data_dir, settings=SMALL)
    server.start()

    assert ask(server, "SELECT 1") == [(1,)]
    server.stop()


def test_data_of_another_version_is_left_alone(tmp_path):
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text("16\n")

    with pytest.raises(UserError, match=r"PostgreSQL 16's.*watchgate db backup"):
        EmbeddedPostgres(tmp_path).start()


def test_a_server_that_cannot_start_says_why(data_dir):
    server = EmbeddedPostgres(data_dir, settings={**SMALL, "shared_buffers": "nonsense"})

    with pytest.raises(UserError, match=r"could not start: .*shared_buffers"):
        server.start()


def test_others_cannot_connect(data_dir):
    server = EmbeddedPostgres(data_dir, settings=SMALL)
    server.start()

    assert ask(server, "SHOW listen_addresses") == [("",)]
    assert (data_dir / "postgres" / "data").stat().st_mode & 0o077 == 0
    server.stop()
