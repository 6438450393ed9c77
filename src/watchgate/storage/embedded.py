"""How do we get a PostgreSQL when nobody gives us one? One server a data folder, shared by our processes, stopped by the last.

`<data-dir>/postgres/` holds `data` (the cluster), `lock` (held while starting or stopping) and `users` (held shared by
every process that uses the server). The kernel frees both locks of a killed process, so nobody is waited for in vain.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg

from watchgate.kernel.errors import UserError
from watchgate.storage.postgres_account import account_for, make_reachable
from watchgate.storage.postgres_programs import (
    MAJOR_VERSION,
    START_TIMEOUT_S,
    SUPERUSER,
    Cluster,
    RemainsOfAServer,
    binaries,
)

DATABASE = "watchgate"
_LONGEST_SOCKET_PATH_BYTES = 103  # the smallest limit among the systems we run on, less the closing NUL
_REMAINS_TIMEOUT_S = 15
_PAUSE_S = 0.05


class EmbeddedPostgres:
    """A process's part in the server of one data folder. Blocking; safe from any thread."""

    def __init__(self, data_dir: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self._folder = data_dir.absolute() / "postgres"
        self._settings = settings or {}
        self._users: IO[bytes] | None = None
        self._here = threading.Lock()
        self._cluster = Cluster(self._folder / "data", None)

    @property
    def url(self) -> str:
        """Where the database is: `postgresql://…`, over a local socket. Known before the server is started."""
        return f"postgresql://{SUPERUSER}@/{DATABASE}?host={quote(str(self._socket_folder), safe='')}"

    def start(self) -> None:
        """Use the server; start it when none runs. Raises UserError when it cannot be had."""
        with self._here:
            if self._users is not None:
                return
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._cluster = Cluster(self._folder / "data", account_for(self._folder / "data"))
                with self._exclusively():
                    users = (self._folder / "users").open("ab")
                    fcntl.flock(users, fcntl.LOCK_SH)
                    with contextlib.ExitStack() as unless_it_runs:
                        unless_it_runs.callback(users.close)
                        self._ensure_running()
                        unless_it_runs.pop_all()
            except OSError as error:
                raise UserError(
                    f"PostgreSQL cannot be kept in {self._folder}: {error.strerror}. Mend the folder, or choose another data folder."
                ) from None
            self._users = users

    def revive(self) -> None:
        """Start the server again if it has died. Raises UserError when it cannot be had."""
        with self._here, self._exclusively():
            if self._users is not None:
                self._ensure_running()

    def stop(self) -> None:
        """Use the server no longer; the last of all processes stops it."""
        with self._here:
            if self._users is None:
                return
            with self._exclusively(), self._users as users:
                self._users = None
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    return  # others use it still
                if (self._cluster.data / "postmaster.pid").exists():
                    self._cluster.stop()
                if self._socket_folder != self._cluster.data:
                    with contextlib.suppress(OSError):  # it is made again when it is needed
                        self._socket_folder.rmdir()

    @contextlib.contextmanager
    def _exclusively(self) -> Iterator[None]:
        with (self._folder / "lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _ensure_running(self) -> None:
        if not (self._cluster.data / "PG_VERSION").exists():
            self._initialise()
        self._check_version()
        deadline = time.monotonic() + _REMAINS_TIMEOUT_S
        while not self._answers():
            try:
                self._cluster.start(self._make_socket_folder(), self._settings)
            except RemainsOfAServer:
                if time.monotonic() > deadline:
                    raise
                time.sleep(_PAUSE_S)
        self._ensure_database()

    def _initialise(self) -> None:
        fresh = Cluster(self._folder / "fresh", self._cluster.account)
        if fresh.data.exists():
            shutil.rmtree(fresh.data)  # of an attempt that was cut short
        fresh.data.mkdir(mode=0o700)
        if account := fresh.account:
            os.chown(fresh.data, account.pw_uid, account.pw_gid)
            make_reachable(fresh.data)
            make_reachable(binaries() / "postgres")
        fresh.initialise()
        fresh.data.rename(self._cluster.data)  # whole, or not at all

    def _check_version(self) -> None:
        found = (self._cluster.data / "PG_VERSION").read_text().strip()
        if found != str(MAJOR_VERSION):
            raise UserError(
                f"The data in {self._cluster.data} is PostgreSQL {found}'s, and this Watchgate brings {MAJOR_VERSION}. "
                "Back it up with the Watchgate that wrote it (watchgate db backup), and restore it into a new data folder."
            )

    def _answers(self) -> bool:
        deadline = time.monotonic() + START_TIMEOUT_S
        while time.monotonic() < deadline:
            try:
                psycopg.connect(self._url_of("postgres"), connect_timeout=5).close()
            except psycopg.errors.CannotConnectNow:  # it recovers
                time.sleep(_PAUSE_S)
            except psycopg.OperationalError as error:
                if "starting up" not in str(error) and "recovery" not in str(error):
                    return False
                time.sleep(_PAUSE_S)
            else:
                return True
        return False

    def _ensure_database(self) -> None:
        with psycopg.connect(self._url_of("postgres"), autocommit=True) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
            if not known:
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def _url_of(self, database: str) -> str:
        return self.url.replace(f"@/{DATABASE}?", f"@/{database}?")

    @property
    def _socket_folder(self) -> Path:
        data = self._folder / "data"
        if len(os.fsencode(data / ".s.PGSQL.5432")) <= _LONGEST_SOCKET_PATH_BYTES:
            return data
        name = sha256(os.fsencode(data)).hexdigest()[:16]
        return Path(tempfile.gettempdir()) / f"watchgate-postgres-{name}"

    def _make_socket_folder(self) -> Path:
        folder = self._socket_folder
        owner = self._cluster.account.pw_uid if self._cluster.account else os.geteuid()
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            os.chown(folder, owner, -1)
        found = folder.lstat()
        if found.st_uid != owner or found.st_mode & 0o077 or folder.is_symlink():
            raise UserError(
                f"The folder {folder} belongs to somebody else. Choose a data folder with a shorter path."
            )
        return folder
