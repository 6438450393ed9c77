"""Workers against a faulty OpenAI, killed at random: what is in the catalogue in the end, and what should be?"""

import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import psycopg

from watchgate.settings import load_settings
from watchgate.storage.embedded import EmbeddedPostgres
from watchgate.storage.sealing import Keyring, key_encryption
from watchgate.testing.processes import RunningProcess

FAULTS = {
    "log-5xx": 0.05,
    "log-429": 0.01,
    "log-bad-sha": 0.03,
    "log-bad-listed-sha": 0.02,
    "log-cut": 0.03,
    "log-expired-url": 0.03,
    "log-boundary": 0.2,
    "log-short-page": 0.1,
    "log-duplicate": 0.03,
    "log-late": 0.03,
    "log-broken-line": 0.002,
    "log-concatenated": 0.01,
    "log-unknown-type": 0.002,
    "log-unknown-field": 0.002,
}
"""Those of the log writer (from `log-duplicate` on) strike when a file is first listed: they have to be there from the start."""


def simulator_options(messages):
    faults = [part for name, rate in FAULTS.items() for part in ("--fault", f"{name}={rate}")]
    days = 29 if messages < 20_000 else 6  # a busy office: its files hold hundreds of messages, not a dozen
    return ["--messages", str(messages), "--people", "60", "--days", str(days), *faults]


@contextlib.contextmanager
def own_folder():
    """A folder that no other pytest session tidies away or closes: PostgreSQL runs in it, under an account of its own."""
    with tempfile.TemporaryDirectory(prefix="wg-office-", ignore_cleanup_errors=True) as made:
        yield Path(made)


class Office:
    """One enrolled workspace, its data folder, and the workers on it."""

    def __init__(self, simulator, folder, *, workers):
        self.simulator = simulator
        self.data_dir = folder / "data"
        self.environment = {
            "WATCHGATE_DATA_DIR": str(self.data_dir),
            "WATCHGATE_CHATGPT_BASE_URL": simulator.base_url,
            "WATCHGATE_OPENAI_BASE_URL": simulator.base_url,
            "WATCHGATE_REQUESTS_PER_MINUTE": "0",
            "WATCHGATE_POLL_INTERVAL_S": "5",
            "WATCHGATE_WORKER_PROCESSES": "1",
        }
        self._stack = ExitStack()
        self._count = workers
        self._workers = []
        self._random = random.Random(7)
        self.kills = Counter()

    def __enter__(self):
        self._server = EmbeddedPostgres(self.data_dir)
        self._server.start()
        self._stack.callback(self._server.stop)
        self.enrol()
        with ThreadPoolExecutor() as pool:  # starting one takes seconds
            self._workers += pool.map(lambda _: self._start(), range(self._count))
        return self

    def __exit__(self, *_):
        with ThreadPoolExecutor() as pool:
            list(pool.map(RunningProcess.stop, self._workers))
        self._stack.close()

    def run(self, *arguments, stdin=""):
        done = subprocess.run(
            [sys.executable, "-m", "watchgate", *arguments],
            env={**os.environ, **self.environment},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def enrol(self):
        self.run(
            *("workspaces", "enroll", "--name", "Office", "--api-key-file", "-", "--skip-test"),
            *("--workspace-id", self.simulator.workspace_id),
            *("--organization-id", self.simulator.organization_id),
            stdin=self.simulator.keys["full"],
        )

    def until_complete(self, *, kills, seconds, progress=lambda _: None):
        """Wait until every known file is settled, killing workers and PostgreSQL on the way."""
        deadline = time.monotonic() + seconds
        next_kill = time.monotonic() + 4
        while time.monotonic() < deadline:
            left = self._left()
            progress(left)
            if left == 0 and sum(self.kills.values()) >= kills:
                return
            if sum(self.kills.values()) < kills and time.monotonic() > next_kill:
                self._kill_something()
                next_kill = time.monotonic() + self._random.uniform(1, 4)
            time.sleep(0.5)
        raise AssertionError(f"not complete within {seconds} s: {self.run('ingest', 'status')}")

    def query(self, statement):
        with self._connected() as connection:
            return connection.execute(statement).fetchall()

    def seals(self):
        """What opens the sealed texts of the workspace."""
        import asyncio
        from uuid import UUID

        from watchgate.storage.database import Database

        async def fetch():
            database = Database(self._server.url)
            keyring = Keyring(key_encryption(load_settings(data_dir=self.data_dir)))
            async with database.read() as tx:
                sealer = await keyring.existing(tx, UUID(self.simulator.workspace_id))
            await database.close()
            return sealer

        return asyncio.run(fetch())

    def _left(self):
        """Streams that have never been asked for, and files that wait."""
        try:
            [(streams, waiting)] = self.query(
                "SELECT (SELECT count(*) FROM log_stream WHERE last_polled_at IS NOT NULL),"
                " (SELECT count(*) FROM log_file WHERE state IN ('listed', 'failed'))"
            )
        except psycopg.OperationalError:
            return -1
        return 10 - streams + waiting

    def _kill_something(self):
        if self._random.random() < 0.3:
            self.kills["postgres"] += 1
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                pid_file = self.data_dir / "postgres" / "data" / "postmaster.pid"
                os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
            return
        self.kills["worker"] += 1
        number = self._random.randrange(len(self._workers))
        self._workers[number].kill()
        self._workers[number].stop()
        self._workers[number] = self._start()

    def _start(self):
        worker = RunningProcess(["watchgate", "worker", "--json"], environment=self.environment)
        worker.__enter__()
        return worker

    @contextlib.contextmanager
    def _connected(self):
        for _ in range(60):
            try:
                with psycopg.connect(self._server.url, connect_timeout=5) as connection:
                    yield connection
                    return
            except psycopg.OperationalError:
                self._server.revive()
                time.sleep(0.2)
        raise AssertionError("the database did not come back")


def stored_texts(office):
    """event id → (SHA-256 of the text that is stored, does it hold U+FFFD?)."""
    sealer = office.seals()
    found = {}
    for event_id, message_id, sealed in office.query("SELECT event_id, message_id, sealed FROM message"):
        text = ""
        if sealed is not None:
            opened = sealer.open(bytes(sealed), context=b"message:" + message_id.encode())
            parts = {part["name"]: part["text"] for part in json.loads(opened)["parts"]}
            text = next(
                (parts[name] for name in ("content", "user_instructions", "quotation") if name in parts), ""
            )
        found[event_id] = (hashlib.sha256(text.encode()).hexdigest(), "\ufffd" in text)
    return found
